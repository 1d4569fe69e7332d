package sequences

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/conformance/lessen"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Shrink makes a sequence that is answered otherwise as small as it finds out: fewer
// requests, then fewer lines, keys and parameters. At most so many plays are tried.
func (p *Pair) Shrink(ctx context.Context, q Sequence, r Result, plays int) (Sequence, Result, error) {
	q = slices.Clone(q[:r.Step+1])
	sign := r.Kind()
	try := func(smaller Sequence) bool {
		if plays--; plays < 0 || ctx.Err() != nil {
			return false
		}
		again, err := p.Play(ctx, smaller)
		if err != nil || again.Outcome != r.Outcome || again.Kind() != sign || again.Step != len(smaller)-1 {
			return false
		}
		q, r = smaller, again
		return true
	}
	for n := len(q) / 2; n >= 1; n /= 2 { // whole requests, the last one stays
		for at := len(q) - 1 - n; at >= 0; at-- {
			if at+n < len(q) {
				try(slices.Delete(slices.Clone(q), at, at+n))
			}
		}
	}
	for again := true; again && plays > 0; {
		again = false
		for i := range q {
			for _, s := range smallerSteps(q[i]) {
				if plays <= 0 {
					break
				}
				c := slices.Clone(q)
				c[i] = s
				if try(c) {
					again = true
					break
				}
			}
		}
	}
	return q, r, nil
}

// Kind is the same for results of one kind, names and numbers apart.
func (r Result) Kind() string {
	if r.Outcome == Refused {
		return r.Differences[0].Have.(string)
	}
	for _, d := range r.Differences {
		if d.Level == Different {
			return digits.ReplaceAllString(d.At, "#") + " " + statuses(d) + errorTypes(r.Want.Body) + "/" + errorTypes(r.Have.Body)
		}
	}
	return ""
}

// errorTypes are the types of the errors of an answer.
func errorTypes(body any) string {
	o, _ := body.(*orderedjson.Object)
	e := o.Object("error")
	if roots := e.Array("root_cause"); len(roots) > 0 {
		if root, ok := roots[0].(*orderedjson.Object); ok {
			return root.Text("type") + words.FindString(root.Text("reason"))
		}
	}
	return words.FindString(o.Text("error"))
}

// words are how a text begins, before a name or a number stands in it.
var words = regexp.MustCompile(`^[A-Za-z ]+`)

var digits = regexp.MustCompile(`[0-9]+`)

// statuses are the two of a difference in status.
func statuses(d Difference) string {
	if d.At != "(status)" {
		return ""
	}
	want, _ := d.Want.(string)
	have, _ := d.Have.(string)
	return want[:min(3, len(want))] + have[:min(3, len(have))]
}

// smallerSteps are a step with a parameter, a line or a key less.
func smallerSteps(s Step) (out []Step) {
	if path, query, ok := strings.Cut(s.Path, "?"); ok {
		list := strings.Split(query, "&")
		for i := range list {
			c := s
			c.Path = path
			if rest := slices.Delete(slices.Clone(list), i, i+1); len(rest) > 0 {
				c.Path += "?" + strings.Join(rest, "&")
			}
			out = append(out, c)
		}
	}
	if s.Lines {
		lines := strings.SplitAfter(strings.TrimSuffix(s.Body, "\n"), "\n")
		for i := range lines {
			for _, n := range []int{2, 1} {
				if i+n > len(lines) {
					continue
				}
				c := s
				c.Body = strings.TrimSuffix(strings.Join(slices.Delete(slices.Clone(lines), i, i+n), ""), "\n") + "\n"
				out = append(out, c)
			}
		}
	}
	for _, body := range smallerBodies(s) {
		c := s
		c.Body = body
		out = append(out, c)
	}
	return out
}

func smallerBodies(s Step) (out []string) {
	if s.Body == "" {
		return nil
	}
	if !s.Lines {
		v, err := orderedjson.Parse([]byte(s.Body))
		if err != nil {
			return nil
		}
		for _, x := range lessen.Values(v, nil) {
			out = append(out, text(x))
		}
		return out
	}
	lines := strings.Split(strings.TrimSuffix(s.Body, "\n"), "\n")
	for i, line := range lines {
		v, err := orderedjson.Parse([]byte(line))
		if err != nil {
			continue
		}
		for _, x := range lessen.Values(v, nil) {
			c := slices.Clone(lines)
			c[i] = text(x)
			out = append(out, strings.Join(c, "\n")+"\n")
		}
	}
	return out
}
