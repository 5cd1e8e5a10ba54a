begin
{{ nothing }}
end
