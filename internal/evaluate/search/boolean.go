package search

import (
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// boolean is bool: must and filter are required, must_not forbids, of should at
// least so many must match.
type boolean struct {
	must, filter, should, mustNot []query
	least                         int
	weighted                      bool     // the words of one clause, with its boost: they stay together
	unit                          *boolean // what it was before a boost was handed down, and weight that boost; nil where there was none
	weight                        float32
}

func (q *boolean) matches(d *doc) bool {
	for _, group := range [][]query{q.filter, q.must} {
		for _, c := range group {
			if !c.matches(d) {
				return false
			}
		}
	}
	for _, c := range q.mustNot {
		if c.matches(d) {
			return false
		}
	}
	if q.least == 0 {
		return true
	}
	n := 0
	for _, c := range q.should {
		if c.matches(d) {
			if n++; n >= q.least {
				return true
			}
		}
	}
	return false
}

// score sums as Lucene does: each group in double, then as floats.
func (q *boolean) score(d *doc) float32 {
	var must, should float64
	for _, c := range q.must {
		must += float64(c.score(d))
	}
	for _, c := range q.should {
		if c.matches(d) {
			should += float64(c.score(d))
		}
	}
	if len(q.should) == 0 {
		return float32(must)
	}
	if q.least > 0 {
		return float32(float64(float32(must)) + float64(float32(should)))
	}
	return float32(must) + float32(should)
}

// maxClauses is how many clauses a bool may have (indices.query.bool.max_clause_count).
const maxClauses = 1024

func (s *shard) boolQuery(body *orderedjson.Object) (query, error) {
	if gone, err := s.rewriteBool(body); gone || err != nil {
		return none{}, err
	}
	q, count := &boolean{}, 0
	groups := []struct {
		name string
		into *[]query
	}{{"must", &q.must}, {"must_not", &q.mustNot}, {"should", &q.should}, {"filter", &q.filter}}
	for _, g := range groups {
		for _, c := range body.Array(g.name) {
			o, ok := c.(*orderedjson.Object)
			if !ok {
				return nil, fault.Unsupported("bool clause that is no object")
			}
			inner, err := s.compile(o)
			if err != nil {
				return nil, err
			}
			*g.into = append(*g.into, inner)
			if count++; count > maxClauses { // asked of 2.19.4
				return nil, s.failedToCreate(fault.New(400, "too_many_clauses", "maxClauseCount is set to %d", maxClauses))
			}
		}
	}
	if err := q.astray(); err != nil {
		return nil, err
	}
	if len(q.must)+len(q.filter)+len(q.should)+len(q.mustNot) == 0 {
		return constant{all{}, boost(body)}, nil
	}
	if len(q.must)+len(q.filter)+len(q.should) == 0 {
		if v, ok := body.Get("adjust_pure_negative"); ok && v == false {
			return none{}, nil
		}
		return withBoost(q, boost(body)), nil
	}
	if len(q.must)+len(q.filter) == 0 {
		q.least = 1
	}
	if spec, ok := body.Get("minimum_should_match"); ok && spec != nil {
		n, err := leastOf(javaText(spec), len(q.should))
		if err != nil {
			return nil, s.created(err)
		}
		if n > 0 {
			q.least = n
		}
	}
	return withBoost(q, boost(body)), nil
}

// javaSplit splits as String.split does: without empty parts at the end.
func javaSplit(text, by string) []string {
	parts := strings.Split(text, by)
	for len(parts) > 0 && parts[len(parts)-1] == "" {
		parts = parts[:len(parts)-1]
	}
	return parts
}

// beyondParts is Java's error of a list that has so many parts, and no more.
func beyondParts(have int) error {
	return fault.New(0, "array_index_out_of_bounds_exception", "Index %d out of bounds for length %d", have, have)
}

// leastOf computes minimum_should_match for so many optional clauses: "2", "-1",
// "75%", "-25%", "3<90%", "2<-25% 9<-3". Negative results count as 0.
func leastOf(spec string, count int) (int, error) {
	spec = strings.TrimSpace(spec)
	result := count
	if strings.Contains(spec, "<") {
		for _, part := range strings.Fields(strings.ReplaceAll(strings.ReplaceAll(spec, " <", "<"), "< ", "<")) {
			parts := javaSplit(part, "<")
			if len(parts) == 0 {
				return 0, beyondParts(0)
			}
			upper, err := wholeOf(parts[0])
			if err != nil {
				return 0, err
			}
			if count <= upper {
				return result, nil
			}
			if len(parts) == 1 {
				return 0, beyondParts(1)
			}
			if result, err = leastOf(parts[1], count); err != nil {
				return 0, err
			}
		}
		return result, nil
	}
	if percent, ok := strings.CutSuffix(spec, "%"); ok {
		p, err := wholeOf(percent)
		if err != nil {
			return 0, err
		}
		part := float32(count*p) * (1 / float32(100))
		if part < 0 {
			result += int(part)
		} else {
			result = int(part)
		}
	} else {
		n, err := wholeOf(spec)
		if err != nil {
			return 0, err
		}
		if n < 0 {
			result += n
		} else {
			result = n
		}
	}
	return max(result, 0), nil
}

// wholeOf reads a number of 32 bits.
func wholeOf(text string) (int, error) {
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil {
		return 0, fault.New(0, "number_format_exception", "For input string: \"%s\"", text)
	}
	return int(n), nil
}

// disMax takes the best of its clauses, and a share of the others' scores.
type disMax struct {
	clauses []query
	tie     float32
	unit    *disMax // what it was before a boost was handed down, and weight that boost; nil where there was none
	weight  float32
}

func (q disMax) matches(d *doc) bool {
	for _, c := range q.clauses {
		if c.matches(d) {
			return true
		}
	}
	return false
}

func (q disMax) score(d *doc) float32 {
	var best float32
	var rest float64
	for _, c := range q.clauses {
		if !c.matches(d) {
			continue
		}
		n := c.score(d)
		if n >= best {
			rest += float64(best)
			best = n
		} else {
			rest += float64(n)
		}
	}
	return float32(float64(best) + rest*float64(q.tie))
}

func (s *shard) disMax(body *orderedjson.Object) (query, error) {
	q := disMax{}
	if v, ok := body.Get("tie_breaker"); ok {
		n, _ := toFloat(v)
		q.tie = float32(n)
	}
	for _, c := range body.Array("queries") {
		o, _ := c.(*orderedjson.Object)
		inner, err := s.compile(o)
		if err != nil {
			return nil, err
		}
		q.clauses = append(q.clauses, inner)
	}
	return withBoost(q, boost(body)), nil
}

// boosting lowers the score of documents that negative matches too.
type boosting struct {
	positive, negative query
	factor, boost      float32
}

func (q boosting) boosted(factor float32) query {
	q.boost *= factor
	return q
}

func (q boosting) matches(d *doc) bool { return q.positive.matches(d) }

// score multiplies in double precision, as 2.19.4 was seen to do.
func (q boosting) score(d *doc) float32 {
	n := float64(q.positive.score(d)) * float64(q.boost)
	if q.negative.matches(d) {
		n = float64(q.positive.score(d)) * float64(q.factor) * float64(q.boost)
	}
	return float32(n)
}

func (s *shard) boosting(body *orderedjson.Object) (query, error) {
	if gone, err := s.rewrite(body.Object("positive")); gone || err != nil {
		return none{}, err // the negative clause is never read
	}
	positive, err := s.compile(body.Object("positive"))
	if err != nil {
		return nil, err
	}
	negative, err := s.compile(body.Object("negative"))
	if err != nil {
		return nil, err
	}
	v, _ := body.Get("negative_boost")
	factor, err := toFloat(v)
	return withBoost(boosting{positive, negative, float32(factor), 1}, boost(body)), err
}
