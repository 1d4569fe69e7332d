workspace = "soc"
