SELECT current_user::text, current_database()::text, current_schema()::text
