workspace = "SOC_1"
