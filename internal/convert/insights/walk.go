package insights

// uses notes which names a query uses as fields, and which it says are there.
func (c *converter) uses(q *Query) {
	for _, command := range q.Commands {
		switch command := command.(type) {
		case *Fields:
			c.usesItems(command.Items)
		case *Filter:
			c.usesExpr(command.Condition)
		case *Stats:
			c.usesItems(command.Figures)
			c.usesItems(command.By)
		case *Sort:
			for _, key := range command.Keys {
				c.usesExpr(key.Value)
			}
		}
	}
}

func (c *converter) usesItems(items []Item) {
	for _, item := range items {
		c.usesExpr(item.Value)
	}
}

// usesExpr leaves out right sides: whether a name there is a field is what is asked.
func (c *converter) usesExpr(e Expr) {
	switch e := e.(type) {
	case *And:
		c.usesAll(e.Parts)
	case *Or:
		c.usesAll(e.Parts)
	case *Not:
		c.usesExpr(e.Part)
	case *Compare:
		c.usesExpr(e.Left)
	case *Like:
		c.usesExpr(e.Left)
	case *In:
		c.usesExpr(e.Left)
	case *Call:
		c.usesAll(e.Args)
		if f, ok := only(e.Args); ok && e.Name == "ispresent" {
			c.present[f.Name] = true
		}
	case *Field:
		c.fields[e.Name] = true
	}
}

func (c *converter) usesAll(parts []Expr) {
	for _, part := range parts {
		c.usesExpr(part)
	}
}

// only is the one field that is there.
func only(args []Expr) (*Field, bool) {
	if len(args) != 1 {
		return nil, false
	}
	f, ok := args[0].(*Field)
	return f, ok
}

// leaves are the fields and functions that a condition is about, left and right.
func leaves(e Expr) []Expr {
	var out []Expr
	for _, part := range partsOf(e) {
		out = append(out, leaves(part)...)
	}
	switch e.(type) {
	case *Field, *Call, *Arithmetic:
		out = append(out, e)
	}
	return out
}

func partsOf(e Expr) []Expr {
	switch e := e.(type) {
	case *And:
		return e.Parts
	case *Or:
		return e.Parts
	case *Not:
		return []Expr{e.Part}
	case *Compare:
		return []Expr{e.Left, e.Right}
	case *Like:
		return []Expr{e.Left}
	case *In:
		return append([]Expr{e.Left}, e.Values...)
	}
	return nil
}
