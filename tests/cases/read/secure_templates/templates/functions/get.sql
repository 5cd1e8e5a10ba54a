begin {% if %} end
