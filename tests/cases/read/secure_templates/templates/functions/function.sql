begin
{% for it in before %}{{ it }}{% endfor %}
end
