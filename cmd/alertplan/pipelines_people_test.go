package main

import (
	"strings"
)

// beginStory makes a team's repository from the story's files, as docs/gitops.md has
// them, and applies it.
func (s *story) beginStory() {
	s.t.Helper()
	for _, block := range fenced.FindAllStringSubmatch(readPage(s.t, "gitops.md"), -1) {
		switch block[1] + block[2] {
		case "hcl file":
			s.write("repository/alerts/main.hcl", block[3])
		case "sh":
			s.must(block[3])
			return
		}
	}
	s.t.Fatal("docs/gitops.md does not begin with a file and what makes a repository of it")
}

// change commits another text to a branch, and is the commit.
func (s *story) change(branch, from, to string) string {
	s.t.Helper()
	return strings.TrimSpace(s.must(`
		git switch --quiet --force-create ` + branch + ` origin/main 2>/dev/null || git switch --quiet ` + branch + `
		sed -i 's/` + from + `/` + to + `/' alerts/main.hcl
		git commit --quiet --all --message 'Change'
		git push --quiet --force origin ` + branch + `
		git rev-parse HEAD`))
}

// merged merges a branch, and is main's new commit.
func (s *story) merged(branch string) string {
	s.t.Helper()
	return strings.TrimSpace(s.must(`
		git fetch --quiet origin && git switch --quiet main && git reset --quiet --hard origin/main
		git merge --quiet --no-ff -m 'Merge' origin/` + branch + `
		git push --quiet origin main
		git rev-parse HEAD`))
}

// click is a hand edit in the Dashboards: the severity of the trigger.
func (s *story) click(severity string) {
	s.t.Helper()
	s.must(`
		monitors=` + s.url + `/_plugins/_alerting/monitors
		id=$(alertplan list --live --json --url ` + s.url + ` alerts | sed -n 's/.*"id": "\([^"]\{20\}\)".*/\1/p')
		curl --fail -sS -A OpenSearch-Dashboards $monitors/$id |
		  sed -e 's/.*"monitor":\(.*\),"associated_workflows.*/\1/' -e 's/"severity":"."/"severity":"` + severity + `"/' > ~/edited.json
		curl --fail -sS -A OpenSearch-Dashboards -X PUT $monitors/$id -H 'Content-Type: application/json' --data-binary @$HOME/edited.json`)
}
