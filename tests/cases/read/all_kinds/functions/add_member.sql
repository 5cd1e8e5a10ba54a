begin
  return;
end
