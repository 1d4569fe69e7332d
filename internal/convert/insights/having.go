package insights

import (
	"slices"
	"strconv"
	"strings"
)

// having reads a filter behind stats: what is about groups becomes a condition of the
// search, what is about figures one of the trigger.
func (c *converter) having(d *demand, e Expr) {
	parts := []Expr{e}
	if and, ok := e.(*And); ok {
		parts = and.Parts
	}
	for _, part := range parts {
		figures, groups := 0, 0
		for _, l := range leaves(part) {
			switch {
			case d.rows.figureOf(c, l) != nil:
				figures++
			case d.rows.isGroup(l):
				groups++
			default:
				c.refuse(l.Where(), "Unknown figure", "Behind stats there are only its figures and groups: "+d.rows.known()+".")
				return
			}
		}
		switch {
		case figures > 0 && groups > 0:
			c.refuse(part.Where(), "Groups and figures in one condition", "Which events are searched, and what their figures are, are asked apart: join both by and.")
		case groups > 0:
			d.clauses = append(d.clauses, c.condition(c.grouped(d.rows, part)))
		default:
			d.rows.parts++
			if script, ok := c.script(d.rows, part, len(d.rows.groups) > 0); ok {
				d.rows.having = append(d.rows.having, script)
			}
		}
	}
}

func (r *rows) known() string {
	var names []string
	for _, f := range r.figures {
		names = append(names, f.names[len(f.names)-1])
	}
	for _, g := range r.groups {
		names = append(names, g.name)
	}
	return strings.Join(names, ", ")
}

// figureOf is the figure that an expression names; nil for none.
func (r *rows) figureOf(c *converter, e Expr) *figure {
	name := string(c.source.Text[e.Where().From:e.Where().To])
	if f, ok := e.(*Field); ok {
		name = f.Name
	}
	for _, f := range r.figures {
		if slices.Contains(f.names, name) {
			return f
		}
	}
	return nil
}

func (r *rows) isGroup(e Expr) bool {
	f, ok := e.(*Field)
	return ok && slices.ContainsFunc(r.groups, func(g group) bool { return f.Name == g.name || f.Name == g.alias })
}

// grouped lets the names that groups were given be known.
func (c *converter) grouped(r *rows, e Expr) Expr {
	for _, g := range r.groups {
		if g.alias != "" {
			c.names[g.alias] = &Field{Name: g.name}
		}
	}
	return e
}

// script is a condition of figures in Painless.
func (c *converter) script(r *rows, e Expr, buckets bool) (string, bool) {
	switch e := e.(type) {
	case *And:
		return c.scripts(r, e.Parts, " && ", buckets)
	case *Or:
		text, ok := c.scripts(r, e.Parts, " || ", buckets)
		return "(" + text + ")", ok
	case *Not:
		text, ok := c.script(r, e.Part, buckets)
		return "!(" + text + ")", ok
	case *Compare:
		return c.scriptCompare(r, e, buckets)
	case *In:
		var parts []Expr
		for _, v := range e.Values {
			parts = append(parts, &Compare{Place: e.Place, Op: "=", Left: e.Left, Right: v})
		}
		return c.script(r, &Or{e.Place, parts}, buckets)
	}
	c.refuse(e.Where(), "Condition of figures that is not converted", "Figures are compared with numbers: by =, !=, <, <=, > or >=.")
	return "", false
}

func (c *converter) scripts(r *rows, parts []Expr, join string, buckets bool) (string, bool) {
	var texts []string
	whole := true
	for _, part := range parts {
		text, ok := c.script(r, part, buckets)
		texts, whole = append(texts, text), whole && ok
	}
	return strings.Join(texts, join), whole
}

func (c *converter) scriptCompare(r *rows, e *Compare, buckets bool) (string, bool) {
	left, op, right := e.Left, e.Op, e.Right
	if _, ok := left.(*Number); ok {
		left, right = right, left
		if turned := map[string]string{"<": ">", "<=": ">=", ">": "<", ">=": "<="}[op]; turned != "" {
			op = turned
		}
	}
	n, isNumber := right.(*Number)
	f := r.figureOf(c, left)
	switch {
	case f == nil || !isNumber:
		c.refuse(e.Place, "Condition of figures that is not converted", "A figure is compared with a number.")
		return "", false
	case f.refused != "":
		c.refuse(left.Where(), "Figure that is not converted", f.refused)
		return "", false
	}
	f.used = true
	if op == "=" {
		op = "=="
	}
	whole, err := strconv.Atoi(n.Value)
	if f.path == "_count" && err == nil && whole >= 0 && whole <= 1<<31-1 {
		r.only = &threshold{op, strconv.Itoa(whole)}
	}
	value := f.value
	if buckets {
		value = "params." + f.key
	}
	text := value + " " + op + " " + painless(n.Value)
	if f.nullable && !buckets {
		text = value + " != null && " + text
	}
	return text, true
}

// painless is a number as the script language has it: whole ones of many digits are too
// large for its int.
func painless(number string) string {
	if _, err := strconv.ParseInt(number, 10, 32); err == nil {
		n, _ := strconv.Atoi(number)
		return strconv.Itoa(n)
	}
	if !strings.Contains(number, ".") {
		return number + ".0"
	}
	return number
}
