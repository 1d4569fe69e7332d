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

// Traced are bindings that tell of every method that a script calls, as
// "class.name/arity".
func Traced(b Bindings, tell func(method string)) Bindings {
	b.trace = func(class typ, name string) { tell(class + "." + name) }
	return b
}

// AllowedMethods are the methods, static methods and constructors that a class
// declares, as Traced tells them.
func AllowedMethods(class string) []string {
	var out []string
	c := lookupClass(class)
	if c == nil {
		return nil
	}
	for arity := range c.constructors {
		out = append(out, class+"."+methodKey("new", arity))
	}
	for _, methods := range []map[string]*method{c.statics, c.methods} {
		for key, m := range methods {
			if m.class == class {
				out = append(out, class+"."+key)
			}
		}
	}
	slices.Sort(out)
	return out
}

// Signature is a method as a generator of scripts needs it. Kind is "new",
// "static" or "method".
type Signature struct {
	Kind, Name, Result string
	Parameters         []string
}

// Signatures are what a class declares, in one order.
func Signatures(class string) []Signature {
	c := lookupClass(class)
	if c == nil {
		return nil
	}
	var out []Signature
	for _, m := range c.constructors {
		out = append(out, Signature{"new", "new", class, m.parameters})
	}
	for kind, methods := range map[string]map[string]*method{"static": c.statics, "method": c.methods} {
		for _, m := range methods {
			if m.class == class {
				out = append(out, Signature{kind, m.name, m.result, m.parameters})
			}
		}
	}
	slices.SortFunc(out, func(a, b Signature) int {
		return strings.Compare(a.Kind+a.Name+strings.Join(a.Parameters, ","), b.Kind+b.Name+strings.Join(b.Parameters, ","))
	})
	return out
}
