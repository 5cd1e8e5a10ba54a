begin
  perform internal.require_caller();
  return query
  select p.default_family_id, p.email_notifications_enabled, p.push_notifications_enabled, p.sms_notifications_enabled,
    p.digest_frequency, p.quiet_hours_start, p.quiet_hours_end, p.timezone::text, p.locale::text, p.theme,
    p.font_scale, p.high_contrast, p.reduce_motion, p.screen_reader
  from app.user_family_preferences p
  where p.user_id = auth.uid();
  if not found then
    -- The same as the defaults of the columns.
    return query select null::uuid, true, true, false, 'weekly'::app.digest_frequency, null::time, null::time, 'UTC',
      'en', 'system'::app.color_theme, 1.00, false, false, false;
  end if;
end
