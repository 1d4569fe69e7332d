#!/bin/sh
# Writes what an archive holds beside the binary, into a folder of its own:
#   extras.sh FOLDER VERSION COMMIT DATE
set -eu
folder=$1
rm -rf "$folder"
mkdir -p "$folder/completions"
# For this machine, whatever the release is for.
CGO_ENABLED=0 GOOS= GOARCH= ${GO:-go} build -trimpath -buildvcs=false \
  -ldflags "-s -w -X main.version=$2 -X main.commit=$3 -X main.date=$4" -o "$folder/alertplan" ./cmd/alertplan
"$folder/alertplan" man "$folder/man" >/dev/null
"$folder/alertplan" completion bash >"$folder/completions/alertplan.bash"
"$folder/alertplan" completion zsh >"$folder/completions/_alertplan"
"$folder/alertplan" completion fish >"$folder/completions/alertplan.fish"
"$folder/alertplan" completion powershell >"$folder/completions/alertplan.ps1"
