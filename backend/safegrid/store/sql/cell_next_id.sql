SELECT nextval(pg_get_serial_sequence('store_gridcell', 'id'))
