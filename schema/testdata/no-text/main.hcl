workspace = "sÿc"
