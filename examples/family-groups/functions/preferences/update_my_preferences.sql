declare
  v_user uuid := internal.require_caller();
begin
  perform internal.lock_user(v_user);
  update app.user_family_preferences p
  set email_notifications_enabled = coalesce(p_email_notifications_enabled, p.email_notifications_enabled),
    push_notifications_enabled = coalesce(p_push_notifications_enabled, p.push_notifications_enabled),
    sms_notifications_enabled = coalesce(p_sms_notifications_enabled, p.sms_notifications_enabled),
    digest_frequency = coalesce(p_digest_frequency, p.digest_frequency),
    quiet_hours_start = case
      when p_quiet_hours_start = p_quiet_hours_end then null
      else coalesce(p_quiet_hours_start, p.quiet_hours_start)
    end,
    quiet_hours_end = case
      when p_quiet_hours_start = p_quiet_hours_end then null
      else coalesce(p_quiet_hours_end, p.quiet_hours_end)
    end,
    timezone = coalesce(p_timezone, p.timezone),
    locale = coalesce(p_locale, p.locale),
    theme = coalesce(p_theme, p.theme),
    font_scale = coalesce(p_font_scale, p.font_scale),
    high_contrast = coalesce(p_high_contrast, p.high_contrast),
    reduce_motion = coalesce(p_reduce_motion, p.reduce_motion),
    screen_reader = coalesce(p_screen_reader, p.screen_reader)
  where p.user_id = v_user;
end
