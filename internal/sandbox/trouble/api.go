package trouble

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// Path is the route by which the rules are changed while the sandbox runs. No real
// server has it.
const Path = "/_sandbox/faults"

// Register adds the routes. GET lists the rules with what they did; PUT puts
// others in their place and counts anew, POST adds some, DELETE takes all away.
// PUT and POST take {"faults": ["METHOD PATH:WHAT:WHEN", …]}, PUT also "seed".
func (t *Trouble) Register(router *rest.Router) {
	router.Handle("GET", Path, t.list)
	router.Handle("PUT", Path, t.replace)
	router.Handle("POST", Path, t.extend)
	router.Handle("DELETE", Path, t.clear)
}

func (t *Trouble) list(r *rest.Request) (rest.Response, error) {
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	return t.answer(), nil
}

func (t *Trouble) replace(r *rest.Request) (rest.Response, error) {
	asked, err := readFaults(r)
	if err != nil {
		return rest.Response{}, err
	}
	if asked.seed == nil {
		seed := uint64(DefaultSeed)
		asked.seed = &seed
	}
	t.Replace(*asked.seed, asked.rules...)
	return t.answer(), nil
}

func (t *Trouble) extend(r *rest.Request) (rest.Response, error) {
	asked, err := readFaults(r)
	switch {
	case err != nil:
		return rest.Response{}, err
	case asked.seed != nil:
		return rest.Response{}, rest.IllegalArgument("[seed] belongs to PUT: faults that are added go on with the seed that there is")
	}
	t.Add(asked.rules...)
	return t.answer(), nil
}

func (t *Trouble) clear(r *rest.Request) (rest.Response, error) {
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	t.Replace(DefaultSeed)
	return t.answer(), nil
}

// answer is what there is, with counts: fitted requests, and of these those that
// something happened to.
func (t *Trouble) answer() rest.Response {
	t.mu.Lock()
	defer t.mu.Unlock()
	list := []any{}
	for _, rule := range t.rules {
		list = append(list, rest.O("fault", rule.text, "fitted", rule.fitted, "hit", rule.hit))
	}
	return rest.JSON(http.StatusOK, rest.O("seed", json.Number(strconv.FormatUint(t.seed, 10)), "faults", list))
}

// asked is what a body asks for.
type asked struct {
	rules []Rule
	seed  *uint64
}

// readFaults reads the body of PUT and POST. Errors are 400s that name the field,
// and the place in a rule.
func readFaults(r *rest.Request) (asked, error) {
	a := asked{}
	body, err := r.Object()
	if err != nil {
		return a, err
	}
	if err := r.Ready(); err != nil {
		return a, err
	}
	for _, m := range body.Members() {
		switch m.Key {
		case "faults":
			a.rules, err = readRules(m.Value)
		case "seed":
			a.seed, err = readSeed(m.Value)
		default:
			err = rest.IllegalArgument("unknown field [%s]:%s there are [faults] and [seed]", m.Key, nearest(m.Key, []string{"faults", "seed"}))
		}
		if err != nil {
			return a, err
		}
	}
	if !body.Has("faults") {
		return a, rest.IllegalArgument("[faults] is missing: a list of texts such as %q", example)
	}
	return a, nil
}

func readRules(value any) ([]Rule, error) {
	list, ok := value.([]any)
	if !ok {
		return nil, rest.IllegalArgument("[faults] must be a list of texts such as %q", example)
	}
	rules := []Rule{}
	for i, x := range list {
		text, ok := x.(string)
		if o, isObject := x.(*orderedjson.Object); isObject { // as GET lists them
			text, ok = o.Text("fault"), o.Has("fault")
		}
		if !ok {
			return nil, rest.IllegalArgument("[faults][%d] must be a text such as %q", i, example)
		}
		rule, err := Parse(text)
		if err != nil {
			return nil, rest.IllegalArgument("[faults][%d]: %s", i, err)
		}
		rules = append(rules, rule)
	}
	return rules, nil
}

func readSeed(value any) (*uint64, error) {
	seed, err := strconv.ParseUint(fmt.Sprint(value), 10, 64)
	if err != nil {
		return nil, rest.IllegalArgument("[seed] must be a whole number, not negative")
	}
	return &seed, nil
}
