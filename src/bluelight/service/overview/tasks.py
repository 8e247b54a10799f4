"""The background job that makes an edition."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from bluelight.service.core import jobs
from bluelight.service.overview import services
from bluelight.service.overview.models import Order


@task()
def freeze(key: int) -> None:
    """Make the edition that was asked for, of what is published now; one that cannot be made says why."""
    order = Order.objects.waiting().filter(pk=key).first()
    if order is None:
        return  # another job has done it
    try:
        edition, _ = services.make_edition(order.name, timezone.localdate())
    except Exception as error:
        services.end_order(order, error=jobs.reason(error, f"Edition {order.name}"))
    else:
        services.end_order(order, edition=edition)
