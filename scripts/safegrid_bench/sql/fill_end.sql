SELECT setval(pg_get_serial_sequence('store_riskpoint', 'id'), (SELECT max(id) FROM store_riskpoint))
