// Package functions holds the functions of the configuration language: those
// that HCL's users know, all of them pure, so that a configuration means the
// same today and tomorrow (there is no timestamp, no uuid, no random). What
// touches files and the environment gets both from the caller.
package functions

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2/ext/tryfunc"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// Function is one function with what the reference says about it.
type Function struct {
	Name  string
	Usage string // how it is called
	Doc   string // one sentence
	Group string

	impl function.Function
}

// World is what the functions may see beside their arguments.
type World struct {
	// Dir is the configuration's directory; file and templatefile stay in it.
	Dir string

	// Pack: the directory is that of a pack.
	Pack bool

	// Env looks up an environment variable.
	Env func(name string) (string, bool)

	// Sensitive is put on every value that env returns, and taken off by
	// nonsensitive.
	Sensitive any

	// Unknown marks a value that is not known because what reason names is
	// missing.
	Unknown func(reason string) cty.Value

	// Public is told each text that nonsensitive lets out.
	Public func(text string)
}

// Table lists all functions, sorted by name.
func Table(w World) []Function {
	all := slices.Concat(texts(), collections(), numbers(), encodings(), times(), networks(), files(w), secrets(w), types())
	slices.SortFunc(all, func(a, b Function) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return all
}

// All are the functions as an evaluation takes them.
func All(w World) map[string]function.Function {
	byName := map[string]function.Function{}
	for _, f := range Table(w) {
		byName[f.Name] = f.impl
	}
	byName["templatefile"] = templateFile(w, maps.Clone(byName))
	return byName
}

func texts() []Function {
	const group = "text"
	return []Function{
		{"chomp", `chomp(text)`, "Takes line breaks off the end.", group, stdlib.ChompFunc},
		{"endswith", `endswith(text, suffix)`, "Tells whether the text ends so.", group, endsWith},
		{"format", `format(spec, values...)`, "Fills values into a text, as printf does.", group, stdlib.FormatFunc},
		{"formatlist", `formatlist(spec, lists...)`, "Fills each element of lists into a text.", group, stdlib.FormatListFunc},
		{"indent", `indent(blanks, text)`, "Indents every line but the first.", group, stdlib.IndentFunc},
		{"join", `join(separator, list)`, "Makes one text of a list.", group, stdlib.JoinFunc},
		{"lower", `lower(text)`, "Makes all letters small.", group, stdlib.LowerFunc},
		{"regex", `regex(pattern, text)`, "Finds the first match of a regular expression (RE2); an error where there is none.", group, stdlib.RegexFunc},
		{"regexall", `regexall(pattern, text)`, "Finds all matches of a regular expression.", group, stdlib.RegexAllFunc},
		{"replace", `replace(text, old, new)`, "Replaces every occurrence; old between slashes is a regular expression.", group, replace},
		{"split", `split(separator, text)`, "Makes a list of a text.", group, stdlib.SplitFunc},
		{"startswith", `startswith(text, prefix)`, "Tells whether the text begins so.", group, startsWith},
		{"strcontains", `strcontains(text, part)`, "Tells whether the text holds the part.", group, contains},
		{"strlen", `strlen(text)`, "Counts characters.", group, stdlib.StrlenFunc},
		{"strrev", `strrev(text)`, "Turns the text round.", group, stdlib.ReverseFunc},
		{"substr", `substr(text, offset, length)`, "Cuts a part out.", group, stdlib.SubstrFunc},
		{"title", `title(text)`, "Makes the first letter of each word a capital.", group, stdlib.TitleFunc},
		{"trim", `trim(text, characters)`, "Takes these characters off both ends.", group, stdlib.TrimFunc},
		{"trimprefix", `trimprefix(text, prefix)`, "Takes a prefix off.", group, stdlib.TrimPrefixFunc},
		{"trimspace", `trimspace(text)`, "Takes white space off both ends.", group, stdlib.TrimSpaceFunc},
		{"trimsuffix", `trimsuffix(text, suffix)`, "Takes a suffix off.", group, stdlib.TrimSuffixFunc},
		{"upper", `upper(text)`, "Makes all letters capitals.", group, stdlib.UpperFunc},
	}
}

func collections() []Function {
	const group = "collection"
	return []Function{
		{"alltrue", `alltrue(list)`, "Tells whether every element is true.", group, allTrue},
		{"anytrue", `anytrue(list)`, "Tells whether some element is true.", group, anyTrue},
		{"chunklist", `chunklist(list, size)`, "Cuts a list into lists.", group, stdlib.ChunklistFunc},
		{"coalesce", `coalesce(values...)`, "Takes the first value that is not null.", group, stdlib.CoalesceFunc},
		{"coalescelist", `coalescelist(lists...)`, "Takes the first list that is not empty.", group, stdlib.CoalesceListFunc},
		{"compact", `compact(list)`, "Drops empty texts.", group, stdlib.CompactFunc},
		{"concat", `concat(lists...)`, "Makes one list of several.", group, stdlib.ConcatFunc},
		{"contains", `contains(list, value)`, "Tells whether the value is in the list.", group, stdlib.ContainsFunc},
		{"distinct", `distinct(list)`, "Drops what is there already.", group, stdlib.DistinctFunc},
		{"element", `element(list, index)`, "Takes an element, counting on from the start at the end.", group, stdlib.ElementFunc},
		{"flatten", `flatten(list)`, "Makes one list of nested ones.", group, stdlib.FlattenFunc},
		{"index", `index(list, value)`, "Finds where the value stands.", group, indexOf},
		{"keys", `keys(map)`, "Lists the keys, sorted.", group, stdlib.KeysFunc},
		{"length", `length(value)`, "Counts elements, or characters of a text.", group, length},
		{"lookup", `lookup(map, key, default)`, "Takes the value of a key, or the default.", group, stdlib.LookupFunc},
		{"merge", `merge(maps...)`, "Makes one map of several; the last wins.", group, stdlib.MergeFunc},
		{"one", `one(list)`, "Takes the only element, or null of an empty list.", group, one},
		{"range", `range(start, limit, step)`, "Lists numbers.", group, stdlib.RangeFunc},
		{"reverse", `reverse(list)`, "Turns a list round.", group, stdlib.ReverseListFunc},
		{"setintersection", `setintersection(sets...)`, "Takes what is in all sets.", group, stdlib.SetIntersectionFunc},
		{"setproduct", `setproduct(sets...)`, "Combines every element with every other.", group, stdlib.SetProductFunc},
		{"setsubtract", `setsubtract(a, b)`, "Takes what is in a and not in b.", group, stdlib.SetSubtractFunc},
		{"setunion", `setunion(sets...)`, "Makes one set of several.", group, stdlib.SetUnionFunc},
		{"slice", `slice(list, start, end)`, "Cuts a part out of a list.", group, stdlib.SliceFunc},
		{"sort", `sort(list)`, "Sorts texts.", group, stdlib.SortFunc},
		{"transpose", `transpose(map)`, "Swaps keys and values of a map of lists.", group, transpose},
		{"values", `values(map)`, "Lists the values, in the order of their keys.", group, stdlib.ValuesFunc},
		{"zipmap", `zipmap(keys, values)`, "Makes a map of two lists.", group, stdlib.ZipmapFunc},
	}
}

func numbers() []Function {
	const group = "number"
	return []Function{
		{"abs", `abs(number)`, "Drops the sign.", group, stdlib.AbsoluteFunc},
		{"ceil", `ceil(number)`, "Rounds up.", group, stdlib.CeilFunc},
		{"floor", `floor(number)`, "Rounds down.", group, stdlib.FloorFunc},
		{"log", `log(number, base)`, "Takes the logarithm.", group, stdlib.LogFunc},
		{"max", `max(numbers...)`, "Takes the greatest.", group, stdlib.MaxFunc},
		{"min", `min(numbers...)`, "Takes the least.", group, stdlib.MinFunc},
		{"parseint", `parseint(text, base)`, "Reads a whole number.", group, stdlib.ParseIntFunc},
		{"pow", `pow(number, exponent)`, "Raises to a power.", group, stdlib.PowFunc},
		{"signum", `signum(number)`, "Is -1, 0 or 1.", group, stdlib.SignumFunc},
		{"sum", `sum(list)`, "Adds numbers.", group, sum},
	}
}

func times() []Function {
	const group = "time"
	return []Function{
		{"formatdate", `formatdate(spec, timestamp)`, "Writes an RFC 3339 time in another form.", group, stdlib.FormatDateFunc},
		{"stagger", `stagger(every, key)`, "Makes a cron expression that is due every 5m, 1h, 1d or the like, at a moment that the key decides on ([limits.md](limits.md)).", group, staggered},
		{"timeadd", `timeadd(timestamp, duration)`, "Adds a duration to an RFC 3339 time.", group, stdlib.TimeAddFunc},
	}
}

func types() []Function {
	const group = "type"
	return []Function{
		{"can", `can(expression)`, "Tells whether the expression has a value.", group, tryfunc.CanFunc},
		{"tobool", `tobool(value)`, "Makes a bool of true, false and texts of them.", group, convertTo(cty.Bool)},
		{"tolist", `tolist(value)`, "Makes a list of a set or tuple.", group, convertTo(cty.List(cty.DynamicPseudoType))},
		{"tomap", `tomap(value)`, "Makes a map of an object.", group, convertTo(cty.Map(cty.DynamicPseudoType))},
		{"tonumber", `tonumber(value)`, "Makes a number of a text.", group, convertTo(cty.Number)},
		{"toset", `toset(value)`, "Makes a set of a list: for for_each.", group, convertTo(cty.Set(cty.DynamicPseudoType))},
		{"tostring", `tostring(value)`, "Makes a text of a number or bool.", group, convertTo(cty.String)},
		{"try", `try(expressions...)`, "Takes the first expression that has a value.", group, tryfunc.TryFunc},
	}
}
