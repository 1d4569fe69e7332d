package painless

const roundingModeClass = "java.math.RoundingMode"

var roundingModes = []string{"UP", "DOWN", "CEILING", "FLOOR", "HALF_UP", "HALF_DOWN", "HALF_EVEN", "UNNECESSARY"}
