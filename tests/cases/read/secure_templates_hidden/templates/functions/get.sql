begin return query select {% for it in columns %}{% if not loop.first %}, {% endif %}t.{{ it }}{% endfor %} from {{ table }} as t; end
