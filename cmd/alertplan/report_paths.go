package main

import (
	"os"
	"path/filepath"
	"strings"
)

// repositoryPath is a file as its repository has it: what shows a report beside the lines
// of files knows them by that, wherever the command ran. Without a repository it is
// relative to the current directory; a file that lies elsewhere keeps its whole path.
func (a *app) repositoryPath(name string) string {
	whole := wholePath(name)
	root := "."
	if given := a.env(envGitHubWorkspace); a.onGitHub() && given != "" {
		root = given
	} else if found := repositoryOf(whole); found != "" {
		root = found
	}
	relative, err := filepath.Rel(wholePath(root), whole)
	if err != nil || relative == ".." || strings.HasPrefix(relative, ".."+string(filepath.Separator)) {
		return filepath.ToSlash(whole)
	}
	return filepath.ToSlash(relative)
}

// repositoryOf is the folder of the git repository that a file lies in, "" for none.
func repositoryOf(file string) string {
	for folder := filepath.Dir(file); ; folder = filepath.Dir(folder) {
		if _, err := os.Lstat(filepath.Join(folder, ".git")); err == nil {
			return folder
		}
		if folder == filepath.Dir(folder) {
			return ""
		}
	}
}
