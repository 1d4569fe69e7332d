package schema

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/schema/internal/functions"
)

// Function is a function of the language, for the reference.
type Function struct {
	Name  string
	Usage string // how it is called, such as join(separator, list)
	Doc   string // one sentence
	Group string // text, collection, number, …
}

// Functions lists the functions, sorted by name.
func Functions() []Function {
	world := functions.World{
		Env: func(string) (string, bool) { return "", false }, Sensitive: sensitiveMark{},
		Unknown: func(reason string) cty.Value { return unknown(cty.String, reason) }, Public: func(string) {},
	}
	var all []Function
	for _, f := range functions.Table(world) {
		all = append(all, Function{Name: f.Name, Usage: f.Usage, Doc: f.Doc, Group: f.Group})
	}
	return all
}
