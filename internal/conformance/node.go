package conformance

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Node is a live core node.
type Node struct {
	URL     string
	Version string // "2.19.4"
	Dialect dialect.Dialect

	patience time.Duration // for searches sent together; 0: inTime
	pause    time.Duration // while the node is too busy; 0: the usual
}

// Answer is what a search, or another request, came back with.
type Answer struct {
	Status int
	Body   *orderedjson.Object
}

// What stands for a status where there is none to compare: the answer is no JSON
// object, none came in time, or the node was too busy however often it was asked.
const (
	unreadable = -2
	unanswered = -3
	busy       = -4
)

// inTime is how long a node may take for searches sent together. A regular expression
// over all of a thousand fields is compiled for minutes on 1.3, for each of them and
// each shard, and nothing stops that.
const inTime = 2 * time.Minute

// Dial asks a node for its version.
func Dial(ctx context.Context, address string) (*Node, error) {
	n := &Node{URL: strings.TrimSuffix(address, "/")}
	a, err := n.Do(ctx, "GET", "/", "")
	if err != nil {
		return nil, err
	}
	n.Version = a.Body.Object("version").Text("number")
	if n.Version == "" {
		return nil, fmt.Errorf("%s: not a node: status %d", address, a.Status)
	}
	n.Dialect, err = dialectOf(n.Version)
	return n, err
}

// dialectOf is the dialect of a version: the one of the same major number.
func dialectOf(version string) (dialect.Dialect, error) {
	major, _, _ := strings.Cut(version, ".")
	for _, name := range dialect.Names() {
		if strings.HasPrefix(name, "opensearch-"+major+".") {
			return dialect.Parse(name)
		}
	}
	return dialect.Dialect{}, fmt.Errorf("there is no dialect for a node of version %s", version)
}

// Do sends a request, again while the node is too busy for it.
func (n *Node) Do(ctx context.Context, method, path, body string) (Answer, error) {
	for attempt := 0; ; attempt++ {
		a, err := n.once(ctx, method, path, body)
		if err != nil || a.Status != http.StatusTooManyRequests || attempt == tries {
			return a, err
		}
		if err := n.rest(ctx); err != nil {
			return Answer{}, err
		}
	}
}

func (n *Node) once(ctx context.Context, method, path, body string) (Answer, error) {
	req, err := http.NewRequestWithContext(ctx, method, n.URL+path, strings.NewReader(body))
	if err != nil {
		return Answer{}, err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return Answer{}, err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		return Answer{}, err
	}
	v, err := orderedjson.Parse(data)
	o, ok := v.(*orderedjson.Object)
	if (err != nil || !ok) && res.StatusCode == http.StatusTooManyRequests {
		return Answer{res.StatusCode, orderedjson.NewObject()}, nil
	}
	if err != nil || !ok {
		// A key may stand twice in an answer: no client can tell what it means.
		return Answer{unreadable, obj("error", obj("type", "unreadable", "reason", fmt.Sprintf("%v: %.300s", err, data)))}, nil
	}
	return Answer{res.StatusCode, o}, nil
}

// Must sends a request that has to succeed.
func (n *Node) Must(ctx context.Context, method, path, body string) (*orderedjson.Object, error) {
	a, err := n.Do(ctx, method, path, body)
	if err != nil {
		return nil, err
	}
	if a.Status >= 300 || a.Status < 0 {
		return nil, fmt.Errorf("%s %s: %d %.400s", method, path, a.Status, text(a.Body))
	}
	return a.Body, nil
}

// Ask is a search to be sent. One that is expected to be refused is Alone: it would
// have the whole of a multi-search refused.
type Ask struct {
	Targets string
	Body    *orderedjson.Object
	Alone   bool
}

// batch is how many searches go into one request.
const batch = 100

// Searches sends many searches, in as few requests as is wise, and returns their
// answers in the same order.
func (n *Node) Searches(ctx context.Context, asks []Ask) ([]Answer, error) {
	out := make([]Answer, len(asks))
	open := make([]int, len(asks))
	for i := range asks {
		open[i] = i
	}
	for attempt := 0; len(open) > 0; attempt++ {
		var again []int
		for len(open) > 0 {
			some := together(asks, open)
			open = open[len(some):]
			answers, err := n.multi(ctx, asks, some)
			if err != nil {
				return nil, err
			}
			for k, i := range some {
				if out[i] = answers[k]; tooMany(out[i]) {
					again = append(again, i)
				}
			}
		}
		if open = again; len(open) > 0 {
			if attempt == tries {
				for _, i := range open {
					out[i] = Answer{busy, orderedjson.NewObject()}
				}
				return out, nil
			}
			if err := n.rest(ctx); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// together are the first of the open searches that go into one request.
func together(asks []Ask, open []int) []int {
	n := 1
	for !asks[open[0]].Alone && n < min(batch, len(open)) && !asks[open[n]].Alone {
		n++
	}
	return open[:n]
}

// multi sends some of the searches in one request. Where that is refused as a whole,
// which one search's fault does, it halves; where it is not answered in time, each is
// sent by itself.
func (n *Node) multi(ctx context.Context, asks []Ask, some []int) ([]Answer, error) {
	timed, cancel := context.WithTimeout(ctx, cmp.Or(n.patience, inTime))
	defer cancel()
	if len(some) == 1 {
		ask := asks[some[0]]
		a, err := n.once(timed, "POST", "/"+url.PathEscape(ask.Targets)+"/_search?request_cache=false", text(ask.Body))
		if err != nil && timed.Err() != nil && ctx.Err() == nil {
			return []Answer{{unanswered, orderedjson.NewObject()}}, nil
		}
		return []Answer{a}, err
	}
	var body bytes.Buffer
	for _, i := range some {
		fmt.Fprintf(&body, "%s\n%s\n", text(obj("index", asks[i].Targets, "request_cache", false)), text(asks[i].Body))
	}
	all, err := n.once(timed, "POST", "/_msearch?max_concurrent_searches=4", body.String())
	late := err != nil && timed.Err() != nil && ctx.Err() == nil
	if err != nil && !late {
		return nil, err
	}
	if late {
		return n.apart(ctx, asks, some)
	}
	if all.Status != 200 {
		half := len(some) / 2
		left, err := n.multi(ctx, asks, some[:half])
		if err != nil {
			return nil, err
		}
		right, err := n.multi(ctx, asks, some[half:])
		return append(left, right...), err
	}
	list := all.Body.Array("responses")
	if len(list) != len(some) {
		return nil, fmt.Errorf("_msearch: %d answers for %d searches", len(list), len(some))
	}
	out := make([]Answer, len(some))
	for k, r := range list {
		o, _ := r.(*orderedjson.Object)
		status, _ := o.Get("status")
		out[k] = Answer{integer(status), o}
		if !o.Has("error") {
			o.Delete("status")
		}
	}
	return out, nil
}

// apart sends searches each by itself, a few at a time: one that is never answered, which
// nothing stops on the node, keeps only itself waiting.
func (n *Node) apart(ctx context.Context, asks []Ask, some []int) ([]Answer, error) {
	out := make([]Answer, len(some))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(4)
	for k, i := range some {
		g.Go(func() error {
			answers, err := n.multi(ctx, asks, []int{i})
			if err == nil {
				out[k] = answers[0]
			}
			return err
		})
	}
	return out, g.Wait()
}

func integer(v any) int {
	var n int
	_, _ = fmt.Sscan(fmt.Sprint(v), &n)
	return n
}
