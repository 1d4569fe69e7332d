package documents

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/cat"
	"github.com/alertplan/alertplan/internal/sandbox/cluster"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

// shardCount is how many shards there are, and are missing.
type shardCount struct {
	active, unassigned int
	status             string
	// timedOut: what was waited for did not come.
	timedOut bool
}

func countShards(found []*index.Index) shardCount {
	c := shardCount{status: "green"}
	for _, x := range found {
		c.active += x.Shards()
		c.unassigned += x.Shards() * replicas(x)
		if replicas(x) > 0 {
			c.status = "yellow"
		}
	}
	return c
}

// percent is how many of the shards are active; all, where there are none.
func (c shardCount) percent() json.Number {
	if c.active+c.unassigned == 0 {
		return "100.0"
	}
	p := strconv.FormatFloat(100*float64(c.active)/float64(c.active+c.unassigned), 'f', -1, 64)
	if !strings.Contains(p, ".") {
		p += ".0"
	}
	return json.Number(p)
}

func (s *Service) health(r *rest.Request) (rest.Response, error) {
	names := r.List("index")
	level := r.Param("level")
	knowTimeouts(r)
	for _, known := range []string{"expand_wildcards", "ignore_unavailable", "allow_no_indices", "ignore_throttled", "awareness_attribute", "ensure_node_weighed_in"} {
		r.Has(known)
	}
	wait, err := readHealthWait(r)
	if err != nil {
		return rest.Response{}, err
	}
	if _, err := r.Duration("timeout", time.Second); err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	found, err := s.resolve(names, expansion{})
	status := http.StatusOK
	c := countShards(found)
	c.timedOut = wait.inVain(c)
	if err != nil { // the server waits for the index, and waits for what it is asked to (408)
		lenient := expansion{}
		lenient.IgnoreUnavailable = true
		if there, err := s.resolve(names, lenient); err == nil {
			found, c = there, countShards(there)
		}
		c.status, c.timedOut, status = "red", true, http.StatusRequestTimeout
	} else if c.timedOut {
		status = http.StatusRequestTimeout
	}
	body := s.healthBody(c)
	if level == "indices" || level == "shards" {
		body.Set("indices", healthOfEach(found))
	}
	return rest.JSON(status, body), nil
}

func (s *Service) healthBody(c shardCount) *orderedjson.Object {
	body := rest.O(
		"cluster_name", cluster.Name, "status", c.status, "timed_out", c.timedOut,
		"number_of_nodes", 1, "number_of_data_nodes", 1, "discovered_master", true,
	)
	if !s.dialect.MasterRole {
		body.Set("discovered_cluster_manager", true)
	}
	for _, m := range rest.O(
		"active_primary_shards", c.active, "active_shards", c.active, "relocating_shards", 0, "initializing_shards", 0,
		"unassigned_shards", c.unassigned, "delayed_unassigned_shards", 0, "number_of_pending_tasks", 0,
		"number_of_in_flight_fetch", 0, "task_max_waiting_in_queue_millis", 0, "active_shards_percent_as_number", c.percent(),
	).Members() {
		body.Set(m.Key, m.Value)
	}
	return body
}

func healthOfEach(found []*index.Index) *orderedjson.Object {
	out := rest.O()
	for _, x := range found {
		c := countShards([]*index.Index{x})
		out.Set(x.Name, rest.O(
			"status", c.status, "number_of_shards", x.Shards(), "number_of_replicas", replicas(x),
			"active_primary_shards", c.active, "active_shards", c.active, "relocating_shards", 0, "initializing_shards", 0,
			"unassigned_shards", c.unassigned,
		))
	}
	return out
}

func (s *Service) catHealth(r *rest.Request) (rest.Response, error) {
	r.Has("timeout")
	found, err := s.resolve(nil, expansion{})
	if err != nil {
		return rest.Response{}, err
	}
	c, now := countShards(found), s.clock.Now().UTC()
	active := strconv.Itoa(c.active)
	names := []string{
		"epoch", "timestamp", "cluster", "status", "node.total", "node.data", "discovered_cluster_manager", "shards", "pri",
		"relo", "init", "unassign", "pending_tasks", "max_task_wait_time", "active_shards_percent",
	}
	t := cat.Table{Rows: [][]string{{
		strconv.FormatInt(now.Unix(), 10), now.Format(time.TimeOnly), cluster.Name, c.status, "1", "1", "true", active, active,
		"0", "0", strconv.Itoa(c.unassigned), "0", "-", c.percent().String() + "%",
	}}}
	for i, name := range names {
		t.Columns = append(t.Columns, cat.Column{Name: name, Right: i > 3})
	}
	return cat.Answer(r, t)
}
