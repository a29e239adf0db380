"""Files of other people's layers: GeoPackage, zipped Shapefile, GeoJSON, KML, CSV and XLSX."""
