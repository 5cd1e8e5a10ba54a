SELECT k::text FROM app.k
