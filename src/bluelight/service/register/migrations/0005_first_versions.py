"""What was published before versions were kept becomes version 1 of each entry."""

from django.db import migrations


def keep(apps, schema_editor):
    Collaboration = apps.get_model("register", "Collaboration")
    Version = apps.get_model("register", "Version")
    for entry in Collaboration.objects.iterator(chunk_size=500):
        Version.objects.create(collaboration=entry, number=1, content=_content(entry), published=entry.changed)


def _content(entry):
    points = {kind: [p.text for p in entry.points.all() if p.kind == kind] for kind in ("barrier", "enabler", "lesson")}
    return {
        "slug": entry.slug,
        "name": entry.name,
        "theme": entry.theme,
        "partners": [
            {
                "organisation": row.name,
                "slug": row.organisation.slug if row.organisation else None,
                "service": row.service,
                "area": row.area or None,
            }
            for row in entry.partners.all()
        ],
        "region": entry.region,
        "start_year": entry.start_year,
        "status": {"value": entry.status, "as_of": entry.status_as_of or None},
        "summary": entry.summary,
        "claims": [
            {"id": row.key, "side": row.side, "kind": row.kind, "amount": row.amount, "amount_max": row.amount_max}
            | {"statement": row.statement, "state": row.state}
            | _recorded(row, "measure", "unit", "period", "partner", "source_url", "as_of", "pair")
            for row in entry.claims.all()
        ],
        "barriers": points["barrier"],
        "enablers": points["enabler"],
        "lessons": points["lesson"],
        "sources": [
            {"url": row.url, "title": row.title} | _recorded(row, "publisher", "published", "supports")
            for row in entry.sources.all()
        ],
        "evidence": entry.evidence,
        "publisher": entry.publisher or None,
    }


def _recorded(row, *names):
    return {name: getattr(row, name) or None for name in names}


class Migration(migrations.Migration):
    dependencies = [("register", "0004_workflow")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
