DELETE FROM store_pyramid
