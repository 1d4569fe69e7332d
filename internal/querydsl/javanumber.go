package querydsl

import (
	"encoding/json"
	"math"

	"github.com/alertplan/alertplan/internal/javavalue"
)

// JavaDouble prints a double as Java does: 1.0, 0.01, 1.0E10. JDK 17 prints a
// longer form of about one in 200 random doubles; the shortest, that of JDK 19 and
// later, is the one form that both sides of a comparison are brought to.
func JavaDouble(f float64) string { return javavalue.DoubleText(f, javavalue.JDK21) }

// JavaFloat prints a float (32 bits) as Java does.
func JavaFloat(f float32) string { return javavalue.FloatText(f, javavalue.JDK21) }

func javaFloating(f float64, bits int) string {
	if bits == 32 {
		return JavaFloat(float32(f))
	}
	return JavaDouble(f)
}

// floatValue is how the server writes a floating number into JSON: what JSON
// can't say as a number stands as a string.
func floatValue(f float64, bits int) any {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return javaFloating(f, bits)
	}
	return json.Number(javaFloating(f, bits))
}
