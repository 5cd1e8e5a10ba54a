begin return query select {% for it in columns %}t.{{ it.name }}, {% endfor %}null from {{ table }} as t; end
