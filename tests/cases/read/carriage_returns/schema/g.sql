begin
end
