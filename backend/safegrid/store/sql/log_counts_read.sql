SELECT cell_id, version, n FROM store_cellcount WHERE cell_id = ANY (%(cells)s)
