package bodies

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/querydsl"
)

// node is a live node whose log can be read: it runs on this machine.
type node struct {
	url     string
	Version string
	Dialect querydsl.Dialect
	server  Server
	prefix  string // of indices, and of the ids of requests
	logs    []*logFile
	asked   int
}

// ErrNoLog says that a node's log isn't on this machine, so that it can't say what it
// makes of a body.
var ErrNoLog = fmt.Errorf("the folder of the node's logs can't be read here")

// dial asks a node for its version, and for the folder of its logs.
func dial(ctx context.Context, url, prefix string) (*node, error) {
	n := &node{url: strings.TrimSuffix(url, "/"), prefix: prefix}
	about, err := n.must(ctx, http.MethodGet, "/", "")
	if err != nil {
		return nil, err
	}
	n.Version = about.Object("version").Text("number")
	switch {
	case strings.HasPrefix(n.Version, "1."):
		n.Dialect, n.server.Generation = querydsl.OpenSearch1, 1
	case strings.HasPrefix(n.Version, "2."):
		n.Dialect, n.server.Generation = querydsl.OpenSearch2, 2
	default:
		n.Dialect, n.server.Generation = querydsl.OpenSearch3, 3
	}
	nodes, err := n.must(ctx, http.MethodGet, "/_nodes/_local/settings?flat_settings=true", "")
	if err != nil {
		return nil, err
	}
	for _, m := range nodes.Object("nodes").Members() {
		one, _ := m.Value.(*orderedjson.Object)
		n.logs = openLogs(one.Object("settings").Text("path.logs"))
	}
	if len(n.logs) == 0 {
		return nil, fmt.Errorf("%s: %w", n.url, ErrNoLog)
	}
	return n, nil
}

func (n *node) do(ctx context.Context, method, path, body, id string) (int, *orderedjson.Object, error) {
	req, err := http.NewRequestWithContext(ctx, method, n.url+path, strings.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	if id != "" {
		req.Header.Set("X-Opaque-Id", id)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, nil, err
	}
	v, _ := orderedjson.Parse(data)
	o, _ := v.(*orderedjson.Object)
	return res.StatusCode, o, nil
}

func (n *node) must(ctx context.Context, method, path, body string) (*orderedjson.Object, error) {
	status, o, err := n.do(ctx, method, path, body, "")
	if err == nil && status >= 300 {
		data, _ := orderedjson.Marshal(o)
		err = fmt.Errorf("%s %s: %d %.300s", method, path, status, data)
	}
	return o, err
}

// mapping has a field for each type that clauses and aggregations ask for.
const mapping = `{"settings":{"number_of_shards":2,"number_of_replicas":0%s},"mappings":{"properties":{
"t":{"type":"text","fielddata":true,"index_options":"offsets"},"k":{"type":"keyword"},"n":{"type":"long"},"x":{"type":"double"},"d":{"type":"date"},"@timestamp":{"type":"date"},
"b":{"type":"boolean"},"ip":{"type":"ip"},"g":{"type":"geo_point"},"p":{"type":"nested","properties":{"k":{"type":"keyword"},"q":{"type":"nested"}}},
"o":{"properties":{"deep":{"properties":{"er":{"type":"keyword"}}}}},"j":{"type":"join","relations":{"parent":"child"}},"rf":{"type":"rank_feature"},
"pq":{"type":"percolator"},"sug":{"type":"completion","contexts":[{"name":"place","type":"category"}]},"r":{"type":"long_range"},"with blank":{"type":"keyword"}}},
"aliases":{"%s":{"filter":{"match_none":{}}}}}`

const (
	slowLogOn  = `{"transient":{"cluster.search.request.slowlog.threshold.info":"0ms","cluster.search.request.slowlog.level":"info"}}`
	slowLogOff = `{"transient":{"cluster.search.request.slowlog.threshold.info":null,"cluster.search.request.slowlog.level":null}}`
	// indexSlowLog is all that 1.3 has: it prints what a shard made of a body.
	indexSlowLog = `,"index.search.slowlog.threshold.query.info":"0ms"`
)

// prepare makes an index of some shards behind an alias whose filter nothing matches:
// then one shard at most is searched, and a search that fails there mostly succeeds by
// the others, and is logged. No script and no large aggregation ever runs over anything.
func (n *node) prepare(ctx context.Context) error {
	setting := ""
	if n.server.Generation == 1 {
		setting = indexSlowLog
	} else if _, err := n.must(ctx, http.MethodPut, "/_cluster/settings", slowLogOn); err != nil {
		return err
	}
	if _, err := n.must(ctx, http.MethodPut, "/"+n.prefix, fmt.Sprintf(mapping, setting, n.prefix+"-none")); err != nil {
		return err
	}
	status, _, err := n.do(ctx, http.MethodPost, "/"+n.prefix+"/_search", `{"size":0,"aggs":{"a":{"matrix_stats":{"fields":["n"]}}}}`, "")
	n.server.Modules = status == http.StatusOK
	return err
}

func (n *node) cleanUp() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_, _, _ = n.do(ctx, http.MethodDelete, "/"+n.prefix, "", "")
	if n.server.Generation > 1 {
		_, _, _ = n.do(ctx, http.MethodPut, "/_cluster/settings", slowLogOff, "")
	}
}

// answer is what a node says to a body: what it makes of it, or why it refuses it.
// Neither where it read the body, but the search failed, so that nothing is logged.
type answer struct {
	stored  *orderedjson.Object
	logged  bool // a line of the log may tell of it
	mute    bool // though none will
	refused bool
	reason  string
}

// ask sends bodies and reads in the log what became of them. A node doesn't log what
// takes it no time to speak of: such bodies are asked again.
func (n *node) ask(ctx context.Context, bodies []*orderedjson.Object) ([]answer, error) {
	answers := make([]answer, len(bodies))
	open := make([]int, len(bodies))
	for i := range open {
		open[i] = i
	}
	for attempt := 0; len(open) > 0 && attempt < 3; attempt++ {
		some := make([]*orderedjson.Object, len(open))
		for k, i := range open {
			some[k] = bodies[i]
		}
		said, err := n.askOnce(ctx, some)
		if err != nil {
			return nil, err
		}
		var silent []int
		for k, i := range open {
			if answers[i] = said[k]; said[k].logged && said[k].stored == nil && !said[k].mute {
				silent = append(silent, i)
			}
		}
		open = silent
	}
	return answers, nil
}

// isMute says of a body that the node never logs it as it is: 2.19.4 loses the line
// where {} stands in what it would print, 3.5.0 takes backslashes out of such a line.
func (n *node) isMute(body *orderedjson.Object) bool {
	canonical, err := querydsl.CanonicalFor(n.Dialect, body)
	if err != nil {
		return true
	}
	printed, err := orderedjson.Marshal(canonical)
	return err != nil || bytes.Contains(printed, []byte("{}")) && (n.server.Generation == 2 || bytes.Contains(printed, []byte(`\\`)))
}

// askOnce sends bodies, a few at a time.
func (n *node) askOnce(ctx context.Context, bodies []*orderedjson.Object) ([]answer, error) {
	answers := make([]answer, len(bodies))
	run := n.asked
	n.asked++
	var group sync.WaitGroup
	var failed error
	var once sync.Once
	next := make(chan int)
	for range 4 {
		group.Go(func() {
			for i := range next {
				var err error
				if answers[i], err = n.search(ctx, bodies[i], n.id(run, i)); err != nil {
					once.Do(func() { failed = err })
				}
			}
		})
	}
	for i := range bodies {
		next <- i
	}
	close(next)
	group.Wait()
	if failed != nil {
		return nil, failed
	}
	return answers, n.readLog(ctx, run, answers)
}

func (n *node) id(run, i int) string { return fmt.Sprintf("%s-%d-%d", n.prefix, run, i) }

// patience is how long a search may take. 3.5.0 never answers some that fail while
// shards are looked for that can match: a sort by a date whose missing value is none.
const patience = 10 * time.Second

// search sends one body.
func (n *node) search(ctx context.Context, body *orderedjson.Object, id string) (a answer, err error) {
	data, err := orderedjson.Marshal(body)
	if err != nil {
		return a, err
	}
	path := "/" + n.prefix + "-none/_search?pre_filter_shard_size=1&request_cache=false"
	if n.server.Generation == 1 {
		path = "/" + n.prefix + "/_search?request_cache=false"
	}
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	status, said, err := n.do(limited, http.MethodPost, path, string(data), id)
	if err != nil && ctx.Err() == nil && limited.Err() != nil {
		a.reason = "no answer"
		return a, nil
	}
	if err != nil || status == 200 {
		a.logged, a.mute = err == nil, n.isMute(body)
		return a, err
	}
	fault := said.Object("error")
	for inner := fault.Object("caused_by"); inner != nil; inner = inner.Object("caused_by") {
		a.reason = inner.Text("reason")
	}
	a.reason = fault.Text("type") + ": " + fault.Text("reason") + " " + a.reason
	a.refused = !afterReading(fault)
	return a, nil
}

// afterReading tells a search that fails from a body that isn't understood.
func afterReading(fault *orderedjson.Object) bool {
	switch fault.Text("type") {
	case "search_phase_execution_exception", "action_request_validation_exception", "index_not_found_exception", "aggregation_execution_exception":
		return true
	}
	for _, later := range laterWords {
		if strings.Contains(fault.Text("reason"), later) {
			return true
		}
	}
	return false
}

// laterWords are what a node says of searches that it read and won't run.
var laterWords = []string{"cannot use `collapse`", "verbose pipeline", "is not supported on a non-scrollable", "point in time", "No search context", "Pipeline", "pipeline [", "cannot be used with",
	"Failed to rewrite template query", "Template string cannot be empty"}

// readLog reads the lines of a run, until no more come.
func (n *node) readLog(ctx context.Context, run int, answers []answer) error {
	missing := 0
	for i := range answers {
		if answers[i].logged && !answers[i].mute {
			missing++
		}
	}
	mark := fmt.Sprintf("%s-%d-", n.prefix, run)
	for attempt := 0; missing > 0 && attempt < 10; attempt++ {
		for _, l := range n.logs {
			for _, line := range l.lines() {
				i, source := n.source(line, mark)
				if i < 0 || i >= len(answers) || answers[i].stored != nil || answers[i].mute {
					continue
				}
				answers[i].stored = source
				missing--
			}
		}
		if missing == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
	return nil
}

// source is the body in a line of the log, and whose it is; -1 for other lines.
func (n *node) source(line []byte, mark string) (int, *orderedjson.Object) {
	at := bytes.LastIndex(line, []byte("id["+mark))
	from := bytes.Index(line, []byte("source[{"))
	if at < 0 || from < 0 || from > at {
		return -1, nil
	}
	var i int
	if _, err := fmt.Sscanf(string(line[at+len("id[")+len(mark):]), "%d]", &i); err != nil {
		return -1, nil
	}
	v, _, err := orderedjson.ParsePrefix(line[from+len("source["):])
	o, ok := v.(*orderedjson.Object)
	if err != nil || !ok {
		return -1, nil
	}
	return i, o
}

// logFile is a file that grows; lines reads what came since the last time.
type logFile struct {
	path string
	at   int64
	rest []byte
}

// openLogs are the files of a folder, each from its present end on.
func openLogs(folder string) []*logFile {
	var logs []*logFile
	paths, _ := filepath.Glob(filepath.Join(folder, "*.log"))
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			logs = append(logs, &logFile{path: path, at: info.Size()})
		}
	}
	return logs
}

func (l *logFile) lines() [][]byte {
	f, err := os.Open(l.path)
	if err != nil {
		return nil
	}
	defer f.Close()
	if _, err := f.Seek(l.at, io.SeekStart); err != nil {
		return nil
	}
	data, err := io.ReadAll(f)
	if err != nil {
		return nil
	}
	l.at += int64(len(data))
	parts := bytes.Split(append(l.rest, data...), []byte("\n"))
	l.rest = bytes.Clone(parts[len(parts)-1])
	return parts[:len(parts)-1]
}
