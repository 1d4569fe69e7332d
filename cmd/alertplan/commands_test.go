package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

func scriptCommands() map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){
		"expand": expandCommand, "scrub": scrubCommand, "api": apiCommand, "name": nameCommand,
		"inner": innerCommand, "remove": removeCommand, "replace": replaceCommand, "keep": keepCommand,
		"example": exampleCommand, "load": loadCommand, "pack": packCommand,
		"listen": listenCommand, "heard": heardCommand, "await": awaitCommand,
		"status": statusCommand, "terminal": terminalCommand,
	}
}

func clusterOf(ts *testscript.TestScript) *scriptCluster {
	s, ok := ts.Value(clusterKey{}).(*scriptCluster)
	if !ok {
		ts.Fatalf("this script has no cluster")
	}
	return s
}

// expand FILE…: replaces @{NAME} in files by the variables of the script.
func expandCommand(ts *testscript.TestScript, _ bool, args []string) {
	variable := regexp.MustCompile(`@\{(\w+)\}`)
	for _, name := range args {
		text := variable.ReplaceAllStringFunc(ts.ReadFile(name), func(m string) string { return ts.Getenv(m[2 : len(m)-1]) })
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(text), 0o644))
	}
}

// generatedID is an id that a server has made, where the output shows one.
var generatedID = regexp.MustCompile(`(\(id\s+|"?id"?(?: =|:) ")[A-Za-z0-9_-]{20}([")])`)

// writeTime is when an object was written last.
var writeTime = regexp.MustCompile(`(last written |"last_update": "|as it was until )[0-9TZ:.-]+`)

// madeTime is when a plan file was made, and by whom.
var madeTime = regexp.MustCompile(`made [0-9-]{10} [0-9:]{5} UTC \([^)]*\) by alertplan .*\.\n`)

// scrub FROM TO: copies stdout, stderr or a file, with what differs from run to
// run replaced by words: the cluster's URL, the workspace, ids, times of writes.
func scrubCommand(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: scrub FROM TO")
	}
	text := ts.ReadFile(args[0])
	for _, name := range []string{"ALERTPLAN_URL", "PAGER_URL", "WORKSPACE", "WORK"} {
		if value := ts.Getenv(name); value != "" {
			text = strings.ReplaceAll(text, value, name)
		}
	}
	if workspace := ts.Getenv("WORKSPACE"); workspace != "" { // as it stands in the name of a legacy e-mail account
		text = strings.ReplaceAll(text, strings.ReplaceAll(workspace, "-", "H"), "WORKSPACE")
	}
	text = writeTime.ReplaceAllString(generatedID.ReplaceAllString(text, "${1}ID${2}"), "${1}TIME")
	text = madeTime.ReplaceAllString(text, "made WHEN by VERSION.\n")
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o644))
}

// api METHOD PATH [BODYFILE]: asks the cluster, prints the answer; "! api" wants
// a status of 400 or more. PATH may hold $NAME.
func apiCommand(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: api METHOD PATH [BODYFILE]")
	}
	body := ""
	if len(args) > 2 {
		body = ts.ReadFile(args[2])
	}
	answer, err := clusterOf(ts).request(args[0], args[1], body)
	ts.Check(err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	ts.Check(err)
	if (answer.StatusCode >= 400) != neg {
		ts.Fatalf("%s %s: %s\n%s", args[0], args[1], answer.Status, text)
	}
	var indented bytes.Buffer
	if json.Indent(&indented, text, "", "  ") == nil {
		text = append(indented.Bytes(), '\n')
	}
	ts.Stdout().Write(text)
}

// name NAME POINTER: names the value at a JSON pointer of the last answer.
func nameCommand(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: name NAME POINTER")
	}
	value, err := orderedjson.Parse([]byte(ts.ReadFile("stdout")))
	ts.Check(err)
	ts.Setenv(args[0], fmt.Sprint(at(ts, value, args[1])))
}

func at(ts *testscript.TestScript, value any, pointer string) any {
	for _, key := range strings.Split(pointer, "/")[1:] {
		switch v := value.(type) {
		case *orderedjson.Object:
			child, ok := v.Get(key)
			if !ok && isWrapper(key) {
				continue
			}
			if !ok {
				ts.Fatalf("%s: no %q in the answer", pointer, key)
			}
			value = child
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i >= len(v) {
				ts.Fatalf("%s: no %q in the answer", pointer, key)
			}
			value = v[i]
		default:
			ts.Fatalf("%s leads nowhere", pointer)
		}
	}
	return value
}

// heardMessages are what a script's listener got.
type heardMessages struct {
	mu   sync.Mutex
	list []string
}

type heardKey struct{ name string }

var listeners sync.Map // heardKey of script → *heardMessages

// listen: starts a listener for webhooks, on ALERTPLAN_TEST_LISTEN; its URL is
// $PAGER_URL. Below /refuse/ it refuses with 403, and quotes what it was asked for.
func listenCommand(ts *testscript.TestScript, _ bool, _ []string) {
	host := os.Getenv("ALERTPLAN_TEST_LISTEN")
	if host == "" {
		host = "127.0.0.1"
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	ts.Check(err)
	heard := &heardMessages{}
	server := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if strings.HasPrefix(r.URL.Path, "/refuse/") {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprintf(w, "no room at %s for %s", r.URL, r.Header.Get("X-Token"))
		}
		heard.mu.Lock()
		defer heard.mu.Unlock()
		heard.list = append(heard.list, fmt.Sprintf("%s %s\n%s", r.Method, r.Header.Get("Content-Type"), body))
	})}
	go server.Serve(listener)
	ts.Defer(func() { server.Close() })
	ts.Setenv("PAGER_URL", "http://"+listener.Addr().String())
	listeners.Store(heardKey{ts.Getenv("WORK")}, heard)
}

// heard N: waits for N messages in all and prints them.
func heardCommand(ts *testscript.TestScript, _ bool, args []string) {
	value, ok := listeners.Load(heardKey{ts.Getenv("WORK")})
	if !ok || len(args) != 1 {
		ts.Fatalf("usage: listen, then heard N")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	heard := value.(*heardMessages)
	for until := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		heard.mu.Lock()
		list := append([]string{}, heard.list...)
		heard.mu.Unlock()
		if len(list) > want {
			ts.Fatalf("%d messages arrived, want %d:\n%s", len(list), want, strings.Join(list, "\n--\n"))
		}
		if len(list) == want {
			fmt.Fprintln(ts.Stdout(), strings.Join(list, "\n--\n"))
			return
		}
		if time.Now().After(until) {
			ts.Fatalf("%d messages arrived, want %d", len(list), want)
		}
	}
}

// await PATH POINTER VALUE: asks until the value at the pointer is this one.
func awaitCommand(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: await PATH POINTER VALUE")
	}
	last := ""
	for until := time.Now().Add(20 * time.Second); time.Now().Before(until); time.Sleep(100 * time.Millisecond) {
		answer, err := clusterOf(ts).request("GET", args[0], "")
		ts.Check(err)
		text, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		ts.Check(err)
		last = string(text)
		if value, err := orderedjson.Parse(text); err == nil && valueAt(value, args[1]) == args[2] {
			ts.Stdout().Write(text)
			return
		}
	}
	ts.Fatalf("%s of %s is not %s: %s", args[1], args[0], args[2], last)
}

// valueAt is the value at a pointer as text, "" where there is none.
func valueAt(value any, pointer string) string {
	for _, key := range strings.Split(pointer, "/")[1:] {
		switch v := value.(type) {
		case *orderedjson.Object:
			if v.Has(key) || !isWrapper(key) {
				value, _ = v.Get(key)
			}
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i >= len(v) {
				return ""
			}
			value = v[i]
		}
	}
	return fmt.Sprint(value)
}

// inner FROM KEY TO: writes the value under a key of a JSON file to another.
func innerCommand(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: inner FROM KEY TO")
	}
	value, err := orderedjson.Parse([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	text, err := orderedjson.Marshal(at(ts, value, "/"+args[1]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), text, 0o644))
}

// remove FILE KEY: takes a key out of a JSON object.
func removeCommand(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: remove FILE KEY")
	}
	value, err := orderedjson.Parse([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	value.(*orderedjson.Object).Delete(args[1])
	text, err := orderedjson.Marshal(value)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), text, 0o644))
}

// replace FILE OLD NEW: replaces a text in a file, wherever it stands.
func replaceCommand(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: replace FILE OLD NEW")
	}
	before := ts.ReadFile(args[0])
	after := strings.ReplaceAll(before, args[1], args[2])
	if before == after {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(after), 0o644))
}

// keep POINTER… TO: writes what stands under keys of the last answer to a file,
// one a line; keys are sorted, since a server gives free objects back in an order
// of its own.
func keepCommand(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: keep POINTER… TO")
	}
	var answer any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &answer))
	var lines strings.Builder
	for _, pointer := range args[:len(args)-1] {
		value := answer
		for key := range strings.SplitSeq(pointer, "/") {
			object, ok := value.(map[string]any)
			if !ok {
				ts.Fatalf("no %s in the answer", pointer)
			}
			if _, there := object[key]; there || !isWrapper(key) {
				value = object[key]
			}
		}
		text, err := json.Marshal(value)
		ts.Check(err)
		fmt.Fprintf(&lines, "%s %s\n", pointer, text)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[len(args)-1]), []byte(lines.String()), 0o644))
}
