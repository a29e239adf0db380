"""Supervised units 生产经营单位 (G13): not only factories; and their sites."""

import uuid

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db.models import F, Q
from django.db.models.functions import Now
from typing_extensions import override

from .cells import GridCell
from .fields import WebMercator, level_check, valid_geometry


class Enterprise(models.Model):
    """A unit with the twelve base fields (L5) and its colours (C6). "Unit" in code and texts."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    name = models.CharField(max_length=120)
    uscc = models.CharField(max_length=18, null=True, blank=True, unique=True)
    unit_type = models.CharField(max_length=20)
    industry = models.CharField(max_length=1, help_text="GB/T 4754 门类 letter")
    industry4 = models.CharField(max_length=6, help_text="GB/T 4754 小类, e.g. C2614")
    affiliation = models.CharField(
        max_length=10, help_text="隶属关系: central, province, city, county, other (G14)"
    )
    danger_class = models.CharField(
        max_length=1, blank=True, help_text="C1; the direction is the rule pack's"
    )
    annual_grade = models.PositiveSmallIntegerField(
        default=0, help_text="一类 1 … 四类 4, 0 = not graded (C2)"
    )
    standard_grade = models.PositiveSmallIntegerField(
        default=0, help_text="一级 1 … 三级 3, 4 = 不达标, 0 = none (C5)"
    )
    key_unit = models.BooleanField(default=False, help_text="重点监管单位 (G5)")

    address = models.CharField(max_length=200, blank=True)
    business_code = models.CharField(max_length=32, blank=True, help_text="工商注册号")
    registration_type = models.CharField(max_length=32, blank=True)
    scale = models.CharField(max_length=16, blank=True)
    business_scope = models.TextField(blank=True)
    principal = models.CharField(max_length=64, blank=True)
    principal_phone = models.CharField(max_length=32, blank=True)
    safety_org = models.CharField(max_length=100, blank=True)
    safety_staff = models.PositiveIntegerField(default=0)
    workers = models.PositiveIntegerField(default=0)
    special_workers = models.PositiveIntegerField(default=0)
    major_hazard = models.PositiveSmallIntegerField(
        default=0, help_text="重大危险源 1-4 级 (GB 18218), 0 = none"
    )
    special_equipment = models.PositiveIntegerField(default=0)

    supervision = models.PositiveSmallIntegerField(default=0)
    live = models.PositiveSmallIntegerField(default=0)
    reasons = models.JSONField(default=list)
    pack_id = models.CharField(max_length=64, blank=True)
    pack_version = models.CharField(max_length=64, blank=True)
    adjustment = models.JSONField(null=True, blank=True)
    stopped = models.BooleanField(default=False, help_text="停产")
    blacklisted = models.BooleanField(default=False)
    listing = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="level of the authority that listed the unit, 0 = not listed (C3)"
    )
    listing_deadline = models.DateTimeField(null=True, blank=True)
    listing_overdue = models.BooleanField(default=False, db_default=False)
    version = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            level_check("supervision", "unit_supervision_0_to_4"),
            level_check("live", "unit_live_0_to_4"),
            level_check("listing", "unit_listing_0_to_4"),
        ]
        indexes = [
            models.Index(fields=["industry"], name="unit_by_industry"),
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="unit_by_name_part"),
            models.Index(
                fields=["listing_deadline"], condition=Q(listing__gt=0), name="unit_by_listing_deadline"
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place of a unit. One is the main one: the unit is drawn and counted there."""

    unit = models.ForeignKey(Enterprise, models.CASCADE, related_name="sites")
    name = models.CharField(max_length=100, blank=True)
    address = models.CharField(max_length=200, blank=True)
    geom = models.PointField(srid=4326)
    geom_3857 = models.GeneratedField(
        expression=WebMercator(F("geom")), output_field=models.PointField(srid=3857), db_persist=True
    )
    cell = models.ForeignKey(GridCell, models.PROTECT, null=True, blank=True, related_name="sites")
    main = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(main=True), name="one_main_site"),
            valid_geometry("geom", "site_is_valid"),
        ]
        indexes = [
            models.Index(fields=["cell"], name="site_by_cell"),
            GistIndex(fields=["geom_3857"], name="site_by_geom_3857"),
        ]

    @override
    def __str__(self) -> str:
        return self.name or self.address
