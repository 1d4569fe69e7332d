package painless

import (
	"slices"
	"strings"
)

// DescribeClass lists what scripts may use of a class, by its binary name, in
// one form for the tests; nil for a class that is not in classes.txt.
func DescribeClass(binary string) []string {
	c := lookupClass(shortName(binary))
	if c == nil || c.binaryName != binary {
		return nil
	}
	lines := []string{}
	add := func(kind string, methods map[string]*method) {
		for _, m := range methods {
			lines = append(lines, kind+" "+m.name+" "+m.result+" "+strings.Join(m.parameters, ","))
		}
	}
	for _, m := range c.constructors {
		lines = append(lines, "constructor "+strings.Join(m.parameters, ","))
	}
	add("static", c.statics)
	add("method", c.methods)
	for name, t := range c.staticFields {
		lines = append(lines, "static field "+name+" "+t)
	}
	slices.Sort(lines)
	return lines
}

// ShortName is how scripts write a class.
func ShortName(binary string) string { return shortName(binary) }
