"""Any register goes into an empty database and comes out again. Alone in its module: others share the shipped rows."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis.extra.django import TestCase
from tests.register.make_registers import registers

from bluelight.register import Register
from bluelight.register.standard import to_json
from bluelight.service.register.exchange import published
from bluelight.service.register.services import load_register


class AnyRegister(TestCase):
    @given(registers())
    @settings(max_examples=25, deadline=None)
    def test_goes_through_the_database_to_the_byte(self, register: Register) -> None:
        load_register(register)
        assert to_json(published()) == to_json(register)
        assert load_register(published()).nothing
