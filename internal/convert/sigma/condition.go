package sigma

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/clause"
	"github.com/alertplan/alertplan/internal/pattern"
)

// condition is a rule's condition while it is read: words, parentheses and a bar.
type condition struct {
	*converter
	node  *yaml.Node
	words []word
	next  int
	depth int
}

type word struct {
	text     string
	from, to int // in the condition
}

// deepest is how deep parentheses may stand in one another.
const deepest = 100

// words of a condition: parentheses and bars stand for themselves.
func words(text string) []word {
	var out []word
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
		case c == '(' || c == ')' || c == '|':
			out = append(out, word{text[i : i+1], i, i + 1})
			i++
		default:
			from := i
			for i < len(text) && strings.IndexByte(" \t\r\n()|", text[i]) < 0 {
				i++
			}
			out = append(out, word{text[from:i], from, i})
		}
	}
	return out
}

// condition converts a condition; what stands behind a bar counts events, and is given
// back as it stands.
func (c *converter) condition(node *yaml.Node) (found clause.Clause, counts string) {
	x := &condition{converter: c, node: node, words: words(node.Value)}
	if len(x.words) == 0 {
		c.refuse(node, "Condition without a word", "It says which selections must hold, such as: selection and not filter.")
		return clause.Nothing(), ""
	}
	found = x.or()
	switch w, more := x.peek(); {
	case more && w.text == "|":
		counts = strings.TrimSpace(node.Value[w.to:])
	case more && w.text == ")":
		x.fail(w, "Parenthesis without its partner", "No parenthesis is open that this one closes.")
	case more:
		x.fail(w, "Unexpected "+strconv.Quote(w.text), "Between two selections and, or or should stand.")
	}
	return found, counts
}

func (x *condition) peek() (word, bool) {
	if x.next < len(x.words) {
		return x.words[x.next], true
	}
	return word{from: len(x.node.Value), to: len(x.node.Value)}, false
}

// is takes the next word if it is this one, in any case of letters.
func (x *condition) is(text string) bool {
	if w, ok := x.peek(); ok && strings.EqualFold(w.text, text) {
		x.next++
		return true
	}
	return false
}

// fail refuses at a word; nothing of the condition is read any more.
func (x *condition) fail(w word, summary, detail string) clause.Clause {
	if x.next <= len(x.words) {
		x.refuseAt(x.place(w), summary, detail)
	}
	x.next = len(x.words) + 1
	return clause.Nothing()
}

// place is where a word stands, or the whole condition where it is written otherwise than
// it reads.
func (x *condition) place(w word) hcl.Range {
	at := x.rule.at(x.node)
	for _, from := range []int{at.Start.Byte, at.Start.Byte + 1} { // behind a quote
		if to := from + len(x.node.Value); to <= len(x.rule.source.Text) && string(x.rule.source.Text[from:to]) == x.node.Value {
			return x.rule.source.Range(from+w.from, from+w.to)
		}
	}
	return at
}

func (x *condition) or() clause.Clause {
	parts := []clause.Clause{x.and()}
	for x.is("or") {
		parts = append(parts, x.and())
	}
	return clause.Any(parts)
}

func (x *condition) and() clause.Clause {
	parts := []clause.Clause{x.not()}
	for x.is("and") {
		parts = append(parts, x.not())
	}
	return clause.All(parts)
}

func (x *condition) not() clause.Clause {
	if !x.is("not") {
		return x.primary()
	}
	if w, _ := x.peek(); x.depth >= deepest {
		return x.fail(w, "Condition that is too deep", fmt.Sprintf("More than %d conditions stand in one another.", deepest))
	}
	x.depth++
	defer func() { x.depth-- }()
	return clause.None(x.not())
}

func (x *condition) primary() clause.Clause {
	w, ok := x.peek()
	switch {
	case !ok:
		return x.fail(w, "Condition that ends too early", "Here a selection should stand.")
	case w.text == "(":
		return x.group(w)
	case w.text == ")" || w.text == "|" || strings.EqualFold(w.text, "and") || strings.EqualFold(w.text, "or"):
		return x.fail(w, "Unexpected "+strconv.Quote(w.text), "Here a selection should stand.")
	}
	x.next++
	if x.is("of") {
		return x.of(w)
	}
	names := x.matching(w.text, false)
	if len(names) == 0 || strings.Contains(w.text, "*") {
		return x.fail(w, "Unknown selection", "The detection has no "+w.text+"."+convert.Nearest(w.text, x.names)+" It has "+strings.Join(x.names, ", ")+".")
	}
	return x.selection(w.text)
}

func (x *condition) group(w word) clause.Clause {
	if x.depth >= deepest {
		return x.fail(w, "Condition that is too deep", fmt.Sprintf("More than %d conditions stand in one another.", deepest))
	}
	x.depth++
	defer func() { x.depth-- }()
	x.next++
	inner := x.or()
	if x.next <= len(x.words) && !x.is(")") {
		return x.fail(w, "Parenthesis without its partner", "This one is never closed.")
	}
	return inner
}

// of converts `1 of sel*`, `all of them` and their kin.
func (x *condition) of(quantity word) clause.Clause {
	w, ok := x.peek()
	if !ok || strings.ContainsAny(w.text, "()|") {
		return x.fail(w, "Condition that ends too early", "Behind of stand selections: them, or a pattern such as selection*.")
	}
	x.next++
	names := x.matching(w.text, true)
	if len(names) == 0 {
		return x.fail(w, "Unknown selection", "No selection is called "+w.text+". The detection has "+strings.Join(x.names, ", ")+".")
	}
	least := 0
	switch q := strings.ToLower(quantity.text); q {
	case "all":
		least = len(names)
	case "any", "1":
		least = 1
	default:
		var err error
		if least, err = strconv.Atoi(q); err != nil || least < 1 {
			return x.fail(quantity, "Quantity that can't be read", "Before of stands 1, any, all or another number of selections.")
		}
	}
	if least > len(names) {
		return x.fail(quantity, "Condition that can't hold", fmt.Sprintf("Only %d selections are called so: %s.", len(names), strings.Join(names, ", ")))
	}
	var parts []clause.Clause
	for _, name := range names {
		parts = append(parts, x.selection(name))
	}
	return clause.AtLeast(least, parts)
}

// matching are the selections that a pattern means. Of several those are left out whose
// names begin with an underscore, unless the pattern does.
func (x *condition) matching(wanted string, several bool) []string {
	var out []string
	for _, name := range x.names {
		hidden := strings.HasPrefix(name, "_")
		switch {
		case several && wanted == "them" && !hidden:
			out = append(out, name)
		case several && pattern.Star(wanted, name) && (!hidden || strings.HasPrefix(wanted, "_")):
			out = append(out, name)
		case name == wanted:
			out = append(out, name)
		}
	}
	return out
}
