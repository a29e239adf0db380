-- Columns that a COPY of risk points carries: the server computes the others.
SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)
FROM pg_attribute
WHERE attrelid = 'store_riskpoint'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
