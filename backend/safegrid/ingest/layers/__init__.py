"""Files of other people's layers: GeoPackage, zipped Shapefile, GeoJSON, CSV and XLSX."""
