object = { a = "x" }
order = "file"
