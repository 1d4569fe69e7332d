package search

import (
	"math"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/painless"
)

// scriptScore is script_score of function_score: a script's number for a
// document. A script that throws is kept for the end of the shard.
func (s *shard) scriptScore(o *orderedjson.Object) (func(d *doc, score func() float64) float64, error) {
	x, err := s.script(o.Object("script"), painless.Score)
	if err != nil {
		return nil, err
	}
	return func(d *doc, score func() float64) float64 {
		v, err := x.on(scriptInput{doc: d, score: score})
		n, _ := v.(float64)
		if err == nil && (n < 0 || math.IsNaN(n) || math.IsInf(n, 0)) {
			err = fault.Unsupported("query [function_score] with a script that gives [%v]", n)
		}
		if err != nil && s.thrown == nil {
			s.thrown = err
		}
		return n
	}, nil
}
