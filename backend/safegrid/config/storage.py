"""Where photos are kept: a folder, or any S3-compatible store that the operator names."""

import os


def photo_storage() -> dict[str, object]:
    """Write Django's entry for the storage of photos. SAFEGRID_S3_BUCKET chooses S3; its objects are private.

    Keys are optional: without them boto3 looks where it always does (its own variables, the machine's role).
    """
    bucket = os.environ.get("SAFEGRID_S3_BUCKET", "")
    if not bucket:
        return {"BACKEND": "safegrid.store.photos.LocalPhotos"}
    named = {
        "endpoint_url": "SAFEGRID_S3_ENDPOINT",
        "region_name": "SAFEGRID_S3_REGION",
        "access_key": "SAFEGRID_S3_ACCESS_KEY",
        "secret_key": "SAFEGRID_S3_SECRET_KEY",
        "location": "SAFEGRID_S3_PREFIX",
        "addressing_style": "SAFEGRID_S3_ADDRESSING",
    }
    given = {option: os.environ[name] for option, name in named.items() if os.environ.get(name)}
    # Same name, same bytes: overwriting is harmless and asks the store once less.
    fixed = {"bucket_name": bucket, "default_acl": None, "file_overwrite": True, "signature_version": "s3v4"}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": fixed | given}
