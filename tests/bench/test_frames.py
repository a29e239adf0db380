"""Bytes of WebSocket and MQTT, against implementations of others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from safegrid.live.lines import frame
from safegrid_bench.frames import BINARY, TEXT, masked, mqtt_payloads, mqtt_publish, split

SIZES = (0, 1, 125, 126, 127, 65_535, 65_536, 70_000)


def theirs(opcode, data):
    """The frame as the websockets library writes it for a server."""
    return Frame(opcode, data).serialize(mask=False)


@pytest.mark.parametrize("size", SIZES)
def test_our_server_writes_frames_as_the_library_does(size):
    text = b"x" * size
    assert frame(text) == theirs(Opcode.TEXT, text)


@given(st.lists(st.binary(max_size=300), max_size=5), st.integers(0, 10))
def test_what_is_whole_is_read_and_the_rest_is_left(payloads, cut):
    whole = [theirs(Opcode.BINARY, payload) for payload in payloads]
    data = b"".join(whole) + theirs(Opcode.TEXT, b"0123456789")[:cut]
    found = list(split(data))
    assert [(opcode, payload) for opcode, payload, _ in found] == [(BINARY, payload) for payload in payloads]
    assert [end for _, _, end in found] == [len(b"".join(whole[: n + 1])) for n in range(len(whole))]


@pytest.mark.parametrize("size", [5, 125, 126, 5_000])
def test_a_client_masks_with_zeros(size):
    text = b"y" * size
    data = masked(TEXT, text)
    assert data[1] & 0x80
    assert data.endswith(b"\0\0\0\0" + text)
    unmasked = bytes([data[0], data[1] & 0x7F]) + data[2:].replace(b"\0\0\0\0" + text, text)
    assert [(o, p) for o, p, _ in split(unmasked)] == [(TEXT, text)]


@given(st.lists(st.binary(max_size=400), min_size=1, max_size=4))
def test_payloads_of_the_broker_are_read_back(payloads):
    assert list(mqtt_payloads(b"".join(mqtt_publish("city", p) for p in payloads))) == payloads
