SELECT b::text FROM app.b
