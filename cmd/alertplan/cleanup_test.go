package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// cleanUp removes what a script may have left on its cluster: monitors that name
// its workspace anywhere, channels and indices whose names hold it.
func (s *scriptCluster) cleanUp() {
	if s.sandboxed {
		return // it is gone with its server
	}
	body := `{"size":1000,"query":{"exists":{"field":"monitor"}}}`
	for _, hit := range s.list("POST", "/_plugins/_alerting/monitors/_search", body, "hits", "hits") {
		text, _ := orderedjson.Marshal(hit)
		if strings.Contains(string(text), s.workspace) {
			s.send("DELETE", "/_plugins/_alerting/monitors/"+hit.Text("_id"))
		}
	}
	for _, d := range s.list("GET", "/_plugins/_alerting/destinations?size=1000", "", "destinations") {
		if strings.Contains(d.Text("name"), s.workspace) {
			s.send("DELETE", "/_plugins/_alerting/destinations/"+d.Text("id"))
		}
	}
	for _, channel := range s.list("GET", "/_plugins/_notifications/configs?max_items=1000", "", "config_list") {
		text, _ := orderedjson.Marshal(channel)
		if strings.Contains(string(text), s.workspace) {
			s.send("DELETE", "/_plugins/_notifications/configs/"+channel.Text("config_id"))
		}
	}
	s.send("DELETE", "/cwl-"+s.workspace+"-*")
	s.send("DELETE", "/_index_template/cwl-"+s.workspace)
}

func (s *scriptCluster) send(method, path string) {
	if answer, err := s.request(method, path, ""); err == nil {
		answer.Body.Close()
	}
}

// list asks, and follows keys of the answer to a list of objects.
func (s *scriptCluster) list(method, path, body string, keys ...string) []*orderedjson.Object {
	o, err := s.object(method, path, body)
	if err != nil {
		return nil
	}
	for _, key := range keys[:len(keys)-1] {
		o = o.Object(key)
	}
	var objects []*orderedjson.Object
	for _, v := range o.Array(keys[len(keys)-1]) {
		if object, ok := v.(*orderedjson.Object); ok {
			objects = append(objects, object)
		}
	}
	return objects
}

// object asks for a JSON object.
func (s *scriptCluster) object(method, path, body string) (*orderedjson.Object, error) {
	answer, err := s.request(method, path, body)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	o := &orderedjson.Object{}
	if err := o.UnmarshalJSON(text); err != nil || answer.StatusCode >= 300 {
		return nil, fmt.Errorf("%s %s: %s %.300s", method, path, answer.Status, text)
	}
	return o, nil
}
