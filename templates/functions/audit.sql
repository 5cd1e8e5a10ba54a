  perform {{ function }}({{ action }}, {{ arguments }}, {{ answer }});
