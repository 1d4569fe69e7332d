package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/itchyny/gojq"
)

// fakeGH stands for GitHub's command gh, as far as our workflows and the people of our
// stories use it. It stops at a flag that it doesn't know.
func fakeGH() {
	err := errors.New("that is not known here")
	words := strings.Join(os.Args[1:min(3, len(os.Args))], " ")
	switch {
	case strings.HasPrefix(words, "api "):
		err = ghAPI(os.Args[2:])
	case words == "run download":
		err = ghDownload(os.Args[3:])
	case words == "pr create":
		err = ghCreate(os.Args[3:])
	case words == "pr merge":
		_, err = ghRequest(http.MethodPut, ghPlace+"/pulls/"+os.Args[3]+"/merge", map[string]any{"merge_method": strings.TrimLeft(os.Args[4], "-")})
	case words == "workflow run":
		_, err = ghRequest(http.MethodPost, ghPlace+"/actions/workflows/"+os.Args[3]+"/dispatches", map[string]any{"ref": "main"})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gh:", err)
		os.Exit(1)
	}
}

const ghPlace = "repos/" + storyRepository

// ghCreate is `gh pr create --title TITLE --body TEXT`, of the branch that is checked out.
func ghCreate(args []string) error {
	branch, err := exec.Command("git", "branch", "--show-current").Output()
	if err != nil || len(args) != 4 || args[0] != "--title" || args[2] != "--body" {
		return fmt.Errorf("pr create %q: %v", args, err)
	}
	text, err := ghRequest(http.MethodPost, ghPlace+"/pulls", map[string]any{"title": args[1], "head": strings.TrimSpace(string(branch))})
	if err != nil {
		return err
	}
	var pull hubPull
	if err := json.Unmarshal(text, &pull); err != nil {
		return err
	}
	fmt.Printf("https://github.com/%s/pull/%d\n", storyRepository, pull.Number)
	return nil
}

// ghRequest asks the hub, as the user of GH_TOKEN.
func ghRequest(method, path string, body any) ([]byte, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequest(method, os.Getenv("GITHUB_API_URL")+"/"+path, bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "token "+os.Getenv("GH_TOKEN"))
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if text, err = io.ReadAll(answer.Body); err == nil && answer.StatusCode >= 300 {
		err = fmt.Errorf("%s %s: %s %s", method, path, answer.Status, text)
	}
	return text, err
}

// ghAPI is `gh api PATH [--method M] [--field K=V] [--raw-field K=V] [--jq FILTER]`: a
// field makes it a POST, a value of @FILE is the file's text.
func ghAPI(args []string) error {
	method, path, filter, silent := "", "", "", false
	fields := map[string]any{}
	for len(args) > 0 {
		word := args[0]
		if args = args[1:]; word == "--paginate" {
			continue
		}
		if word == "--silent" {
			silent = true
			continue
		}
		if !strings.HasPrefix(word, "--") {
			path = word
			continue
		}
		value := args[0]
		args = args[1:]
		switch word {
		case "--method":
			method = value
		case "--jq":
			filter = value
		case "--field", "--raw-field":
			if err := ghField(fields, word, value); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%s is not known here", word)
		}
	}
	if method == "" && len(fields) > 0 {
		method = http.MethodPost
	}
	text, err := ghRequest(method, path, fields)
	if err != nil || silent {
		return err
	}
	return ghFilter(text, filter)
}

func ghField(fields map[string]any, flag, pair string) error {
	name, value, _ := strings.Cut(pair, "=")
	if file, ok := strings.CutPrefix(value, "@"); ok && flag == "--field" {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		value = string(text)
	}
	if list, ok := strings.CutSuffix(name, "[]"); ok {
		before, _ := fields[list].([]any)
		fields[list] = append(before, value)
		return nil
	}
	fields[name] = value
	return nil
}

// ghFilter prints what a filter makes of an answer: texts as they are, by gh's own jq.
func ghFilter(text []byte, filter string) error {
	if filter == "" {
		filter = "."
	}
	query, err := gojq.Parse(filter)
	if err != nil {
		return err
	}
	code, err := gojq.Compile(query, gojq.WithEnvironLoader(os.Environ))
	if err != nil {
		return err
	}
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return err
	}
	results := code.Run(value)
	for result, ok := results.Next(); ok; result, ok = results.Next() {
		switch result := result.(type) {
		case error:
			return result
		case string:
			fmt.Println(result)
		default:
			out, _ := gojq.Marshal(result)
			fmt.Println(string(out))
		}
	}
	return nil
}

// ghDownload is `gh run download RUN --repo REPOSITORY --name NAME`, to the current
// directory.
func ghDownload(args []string) error {
	if len(args) != 5 || args[1] != "--repo" || args[3] != "--name" {
		return fmt.Errorf("run download %q is not known here", args)
	}
	text, err := ghRequest(http.MethodGet, "repos/"+args[2]+"/actions/runs/"+args[0]+"/artifacts/"+args[4], nil)
	if err != nil {
		return err
	}
	var files map[string]string
	if err := json.Unmarshal(text, &files); err != nil {
		return err
	}
	for name, encoded := range files {
		content, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Base(name), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}
