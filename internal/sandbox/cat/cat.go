// Package cat prints the tables of the _cat routes: as text with columns in
// line, or in JSON and YAML, with the parameters h, s, v, help. It knows no
// table's content.
package cat

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// Column is a column of a table.
type Column struct {
	Name string
	// Aliases are shorter names that h and s take.
	Aliases []string
	// Description is shown by help.
	Description string
	// Right puts the text at the column's right side.
	Right bool
	// Hidden columns are shown only where h asks for them.
	Hidden bool
	// Blank: a cell without a value is an empty text, in JSON too.
	Blank bool
}

// Table is what a _cat route tells. Each row has a text for each column.
type Table struct {
	Columns []Column
	Rows    [][]string
}

// Answer prints a table in the way that the request asks for. It reads the
// request's parameters and calls Ready.
func Answer(r *rest.Request, t Table) (rest.Response, error) {
	help, err := r.Bool("help", rest.OffByDefault)
	if err != nil {
		return rest.Response{}, err
	}
	header, err := r.Bool("v", rest.OffByDefault)
	if err != nil {
		return rest.Response{}, err
	}
	wanted, keys := r.List("h"), r.List("s")
	for _, known := range []string{"bytes", "size", "time", "ts", "local", "master_timeout", "cluster_manager_timeout"} {
		r.Has(known)
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	if help {
		return rest.Text(200, t.help()), nil
	}
	if t.Rows, err = t.sorted(keys); err != nil {
		return rest.Response{}, err
	}
	shown := t.shown(wanted)
	if r.WantsText() {
		if header {
			t.Rows = slices.Insert(t.Rows, 0, t.header(shown))
		}
		return rest.Text(200, t.text(shown)), nil
	}
	return rest.JSON(200, t.objects(shown)), nil
}

// selected is a column that is shown, under the name by which it was asked for.
type selected struct {
	index int
	name  string
}

func (t Table) shown(wanted []string) []selected {
	shown := []selected{}
	if len(wanted) == 0 {
		for i, c := range t.Columns {
			if !c.Hidden {
				shown = append(shown, selected{i, c.Name})
			}
		}
		return shown
	}
	for _, name := range wanted {
		for i, c := range t.Columns {
			if c.Name == name || slices.Contains(c.Aliases, name) {
				shown = append(shown, selected{i, name})
			} else if strings.Contains(name, "*") && rest.WildcardMatch(name, c.Name) {
				shown = append(shown, selected{i, c.Name})
			}
		}
	}
	return shown
}

func (t Table) sorted(keys []string) ([][]string, error) {
	rows := slices.Clone(t.Rows)
	for _, key := range slices.Backward(keys) {
		name, order, _ := strings.Cut(key, ":")
		i := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name || slices.Contains(c.Aliases, name) })
		if i < 0 {
			return nil, rest.Errorf(500, "unsupported_operation_exception", "Unable to sort by unknown sort key `%s`", name)
		}
		slices.SortStableFunc(rows, func(a, b []string) int {
			c := compareCells(a[i], b[i])
			if order == "desc" {
				return -c
			}
			return c
		})
	}
	return rows, nil
}

// compareCells compares numbers as numbers.
func compareCells(a, b string) int {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	if errX == nil && errY == nil {
		return cmp.Compare(x, y)
	}
	return strings.Compare(a, b)
}

func (t Table) objects(shown []selected) []any {
	list := []any{}
	for _, row := range t.Rows {
		o := &orderedjson.Object{}
		for _, s := range shown {
			if cell := row[s.index]; cell == "" && !t.Columns[s.index].Blank {
				o.Set(s.name, nil)
			} else {
				o.Set(s.name, cell)
			}
		}
		list = append(list, o)
	}
	return list
}

// header is the row of the columns' names.
func (t Table) header(shown []selected) []string {
	names := make([]string, len(t.Columns))
	for _, s := range shown {
		names[s.index] = s.name
	}
	return names
}

func (t Table) text(shown []selected) string {
	widths := make([]int, len(t.Columns))
	for _, row := range t.Rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for _, row := range t.Rows {
		for k, s := range shown {
			if k > 0 {
				b.WriteByte(' ')
			}
			if last := k == len(shown)-1; last && !t.Columns[s.index].Right {
				b.WriteString(row[s.index])
				continue
			}
			b.WriteString(t.cell(row, s.index, widths))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// cell is a cell with the blanks that bring it to its column's width.
func (t Table) cell(row []string, column int, widths []int) string {
	blanks := strings.Repeat(" ", widths[column]-utf8.RuneCountInString(row[column]))
	if t.Columns[column].Right {
		return blanks + row[column]
	}
	return row[column] + blanks
}

func (t Table) help() string {
	rows := Table{Columns: []Column{{Name: "name"}, {Name: "aliases"}, {Name: "description"}}}
	for _, c := range t.Columns {
		rows.Rows = append(rows.Rows, []string{c.Name, "| " + strings.Join(c.Aliases, ","), "| " + c.Description})
	}
	return rows.text(rows.shown(nil))
}
