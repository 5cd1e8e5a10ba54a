begin
 -- ÿ
end
