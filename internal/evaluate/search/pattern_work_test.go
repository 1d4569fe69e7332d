package search

import "testing"

// What nodes refuse must be refused, and a little less, too; what people write must not.
func TestWorkOfPatterns(t *testing.T) {
	for _, pattern := range []string{"", "a", "arn:aws:iam::[0-9]{12}:user/.*", ".*a.{9}", ".*a.{11}", "(a|ab|abc){0,300}", "[a-z]{0,500}", "(error|warn|fatal).*[0-9]{1,3}(\\.[0-9]{1,3}){3}.*",
		"~(.*a.{10})", "<1-100000>", "(.*a.*b.*c){6}", "(a?b?){200}", ".*[^a-f0-9].*(foo|bar)+.{0,9}", "#", "@", "~#"} {
		if _, err := compileRegexpWith(pattern, regexpOptions{flags: allRegexpOptions}); err != nil {
			t.Errorf("%s: %v", pattern, err)
		}
	}
	for _, pattern := range []string{".*a.{13}", ".*[^a-f0-9].*(foo|bar)+.{0,20}", ".*a.{400}", ".*(a|b)(a|b|c).{12}", "(a?){450}", ".*[a-z]{0,450}", "(a.*|b.*|c.*|d.*){8}", "~(.*a.{14})", "((a?){500}){500}", "(.*a.{9})&(.*b.{13})"} {
		if _, err := compileRegexpWith(pattern, regexpOptions{flags: allRegexpOptions}); err == nil {
			t.Errorf("%s is not refused", pattern)
		}
	}
	for pattern, refused := range map[string]bool{"*": false, "*a?????": false, "*a?????????????": true, "*error*from*10.?.?.?*": false, "abcdefghijklmnopqrstuvwxyz*": false} {
		if err := compileWildcard(pattern).checkWork(pattern); (err != nil) != refused {
			t.Errorf("%s: %v", pattern, err)
		}
	}
}
