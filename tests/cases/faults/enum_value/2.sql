alter type mood add value 'calm' after 'glad';
