"""Risk points summed up for low zooms, kept by the sequencer in the transaction that gives events their place."""

from django.db import models
from typing_extensions import override


class Pyramid(models.Model):
    """Points of one community in one of the 64 x 64 buckets of a tile; `bucket` is row * 64 + column, from the north-west.

    Everything adds up: `l0` … `l4` points by firm level, `b0` … `b4` by base level, `s1` and `s2` those that are red, or
    else orange, by live or base level and are drawn singly where they fit, `sx`, `sy` sums of their places on a world of
    2^31 by 2^31. Cell 0 is unowned ground.
    """

    pk = models.CompositePrimaryKey("z", "x", "y", "bucket", "cell")
    z = models.PositiveSmallIntegerField()
    x = models.IntegerField()
    y = models.IntegerField()
    bucket = models.PositiveSmallIntegerField()
    cell = models.BigIntegerField()
    n = models.IntegerField()
    l0 = models.IntegerField()
    l1 = models.IntegerField()
    l2 = models.IntegerField()
    l3 = models.IntegerField()
    l4 = models.IntegerField()
    b0 = models.IntegerField()
    b1 = models.IntegerField()
    b2 = models.IntegerField()
    b3 = models.IntegerField()
    b4 = models.IntegerField()
    s1 = models.IntegerField()
    s2 = models.IntegerField()
    sx = models.BigIntegerField()
    sy = models.BigIntegerField()

    @override
    def __str__(self) -> str:
        return f"{self.z}/{self.x}/{self.y} {self.bucket} of {self.cell}"
