package grammar

// Type is what an argument's value must be.
type Type string

// The types. Those that are texts in a certain form are named by the form.
const (
	String    Type = "string"
	Number    Type = "number"
	Bool      Type = "bool"
	Strings   Type = "list(string)"
	StringMap Type = "map(string)"
	Object    Type = "object"
	AnyValue  Type = "any"
	Each      Type = "map or set of strings"
	Duration  Type = "duration"
	Time      Type = "time"
	Path      Type = "path"
	Clock     Type = "time of day"
	Date      Type = "date"
	Zone      Type = "time zone"
	Query     Type = "query"
	Painless  Type = "Painless"
	Mustache  Type = "Mustache"
	Compare   Type = "comparison"
	Reference Type = "reference"
	// References is a list of them.
	References Type = "list of references"
	Address    Type = "address"
	// Chained is a condition over the monitors of a workflow.
	Chained Type = "condition over monitors"
	Texts   Type = "string or list(string)"
)

// TypeDoc explains a type.
type TypeDoc struct {
	Type    Type
	Doc     string
	Example string // as it is written
}

// Types are all types, in the order of the reference.
var Types = []TypeDoc{
	{String, "a text", `"text"`},
	{Number, "a number", `10`},
	{Bool, "`true` or `false`", `true`},
	{Strings, "a list of texts", `["a", "b"]`},
	{Texts, "a text, or a list of texts", `["a", "b"]`},
	{StringMap, "texts by name", `{ key = "value" }`},
	{Object, "an object", `{}`},
	{AnyValue, "any value", `null`},
	{Each, "a map, or a set of texts: one object for each, with `each.key` and `each.value`", `toset(["a", "b"])`},
	{Duration, "a whole number and a unit, `s`, `m`, `h` or `d`", `"5m"`},
	{Time, "a date, a time of day and a zone, as RFC 3339 has it", `"2020-02-07T12:00:00Z"`},
	{Clock, "hours and minutes, from `00:00` on", `"09:00"`},
	{Date, "a day, year first", `"2026-12-25"`},
	{Zone, "a name of the IANA's database, or an offset such as `+09:00`", `"Europe/Berlin"`},
	{Path, "the path of a file, seen from the configuration's directory", `"file"`},
	{Query, "the query DSL as objects, or `jsondecode(file(…))`", `{ term = { "eventName.keyword" = "ConsoleLogin" } }`},
	{Painless, "a script", `"return true"`},
	{Mustache, "a template", `"{{ctx.monitor.name}}"`},
	{Compare, "an operator (`>`, `>=`, `<`, `<=`, `==`, `!=`) and a whole number", `"> 0"`},
	{Reference, "what another block declares, such as `destination.slack.soc`", `destination.slack.soc`},
	{References, "a list of what other blocks declare", `[destination.email_group.team]`},
	{Chained, "delegates of a workflow by their labels, with `&&`, `||`, `!` and parentheses", `"monitor[console_login]"`},
	{Address, "a block's kind and labels, such as `monitor.console_login`", `monitor.console_login`},
}

// Doc explains the type; "" for one that is none of ours.
func (t Type) Doc() string { return t.described().Doc }

// Example is a value of the type as it is written.
func (t Type) Example() string { return t.described().Example }

func (t Type) described() TypeDoc {
	for _, d := range Types {
		if d.Type == t {
			return d
		}
	}
	return TypeDoc{}
}
